import { describe, expect, it } from 'vitest';
import { msToSamples } from '../shared/units';
import type { HeardWord } from './hypothesis';
import { SpeechWindow, type WindowRules } from './window';

const RULES: WindowRules = { cutAfterMs: 1000, keepMs: 300, longestMs: 2000 };

/** A word of one token; times from the window's start. */
const word = (token: number, startMs: number, endMs: number): HeardWord => ({
  text: `w${token}`,
  from: token,
  to: token + 1,
  startMs,
  endMs,
  logProb: 0,
  leastLogProb: 0,
});

/** A window from 10 s on, its samples counting up so that one can see which are left. */
const windowOf = (ms: number): SpeechWindow => {
  const window = new SpeechWindow(msToSamples(10_000), msToSamples(500));
  window.append(Float32Array.from({ length: msToSamples(ms) }, (_, n) => n));
  return window;
};
const texts = (words: readonly { readonly text: string }[]): string[] => words.map(({ text }) => text);

describe('SpeechWindow', () => {
  it('tells settled words from open ones', () => {
    const window = windowOf(900);
    window.settle([word(0, 0, 100), word(1, 150, 300), word(2, 300, 500)], 2);
    expect(texts(window.settled)).toEqual(['w0', 'w1']);
    expect(texts(window.open)).toEqual(['w2']);
    window.settle([word(2, 300, 500)], 1);
    expect(texts(window.settled)).toEqual(['w0', 'w1', 'w2']);
    expect(window.open).toEqual([]);
  });

  it('does not cut what is short enough', () => {
    const window = windowOf(900);
    window.settle([word(0, 0, 100), word(1, 400, 500)], 2);
    window.shorten(RULES, () => 0);
    expect(window.lengthMs).toBe(900);
  });

  it('cuts a long window in the longest pause between settled words, and keeps what follows in step', () => {
    const window = windowOf(1200);
    window.draft = [50, 51, 52, 53];
    window.settle([word(0, 0, 100), word(1, 300, 400), word(2, 420, 500), word(3, 520, 900)], 3);
    window.remember([word(0, 0, 100), word(1, 300, 400)]);
    let askedMs = 0;
    window.shorten(RULES, (atMs) => {
      askedMs = atMs;
      return 1;
    });
    expect(askedMs).toBe(200);
    expect([window.startMs, window.endMs]).toEqual([10_200, 11_200]);
    expect(window.samples[0]).toBe(msToSamples(200));
    expect(window.draft).toEqual([51, 52, 53]);
    expect(window.settled).toEqual([{ ...word(1, 100, 200) }, { ...word(2, 220, 300) }]);
    expect(window.open).toEqual([word(3, 320, 700)]);
    expect(window.passes).toEqual([[word(1, 100, 200)]]);
  });

  it('leaves at least so much audio after a cut', () => {
    const window = windowOf(1200);
    window.settle([word(0, 0, 100), word(1, 950, 1100)], 2);
    window.shorten(RULES, () => 0);
    expect(window.lengthMs).toBeGreaterThanOrEqual(RULES.keepMs);
  });

  it('drops the oldest audio when nothing settles', () => {
    const window = windowOf(2500);
    window.shorten(RULES, () => 0);
    expect(window.endMs).toBe(12_500);
    expect(window.lengthMs).toBe(RULES.keepMs);
  });
});
