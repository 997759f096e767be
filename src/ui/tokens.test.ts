import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours of one theme by token, as 0..255 triples. */
function theme(which: 'light' | 'dark'): Readonly<Record<string, readonly number[]>> {
  const found = [...css.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\);/g)];
  return Object.fromEntries(
    found.map(([, name = '', light = '', dark = '']) => {
      const hex = which === 'light' ? light : dark;
      return [name, [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))];
    }),
  );
}

/** Relative luminance after WCAG 2.2. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio after WCAG 2.2, 1 to 21. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['paper', 'paper-raised', 'paper-sunk', 'alert-paper'] as const;
const TEXTS = ['ink', 'ink-quiet', 'claim', 'backchannel', 'silent', 'alert'] as const;
const MAP = ['map-1', 'map-2', 'map-3', 'map-4', 'map-5', 'map-6', 'map-other'] as const;
const GRAPHICS = [
  'claim-fill',
  'backchannel-fill',
  'silent-fill',
  'line-strong',
  'focus',
  'action',
  ...MAP,
] as const;

it('knows what contrast is', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (which) => {
  const colours = theme(which);
  const ratio = (front: string, ground: string): number => {
    const [a, b] = [colours[front], colours[ground]];
    if (!a || !b) throw new Error(`tokens.css has no colour "${a ? ground : front}".`);
    return contrast(a, b);
  };

  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    'text %s on %s has 4.5:1',
    (text, ground) => expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5),
  );

  it('text on a primary button has 4.5:1', () =>
    expect(ratio('on-action', 'action')).toBeGreaterThanOrEqual(4.5));

  it.each(GRAPHICS)('%s can be seen on the paper at 3:1', (graphic) =>
    expect(ratio(graphic, 'paper')).toBeGreaterThanOrEqual(3),
  );
});

it('has five sizes of type', () => {
  expect([...css.matchAll(/--size-(\d):/g)].map(([, size]) => size)).toEqual(['1', '2', '3', '4', '5']);
});
