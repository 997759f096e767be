import { describe, expect, it } from 'vitest';
import { clock, duration, megabytes, timeLeft } from './format';
import { mirrorWords } from './mirror-words';
import { downloadWords, privacyWords } from './privacy';
import { rateInterval, rateRange, rateWords } from './rate-words';
import { zoneOf } from './zones';

const rate = (perMinute: number) => ({ perMinute, low: perMinute - 0.1, high: perMinute + 0.1 });

describe('a promised rate in words', () => {
  it.each([
    ['bc', 0, 0, 'never'],
    ['tc', 0, 2, 'only when you pause'],
    ['bc', 0.5, 4.2, 'about 4 a minute'],
    ['bc', 0.2, 1.1, 'about one a minute'],
    ['tc', 0.2, 0.5, 'about one every 2 minutes'],
    ['tc', 0.1, 0.21, 'about one every 5 minutes'],
    ['tc', 0.01, 0.02, 'hardly ever'],
  ] as const)('%s at %s with %s a minute: %s', (dial, value, perMinute, words) =>
    expect(rateWords(dial, value, rate(perMinute))).toBe(words),
  );
  it('says nothing before the pack is there, but knows what zero means', () => {
    expect(rateWords('bc', 0.5, null)).toBe('');
    expect(rateWords('tc', 0, null)).toBe('only when you pause');
  });
  it('gives the interval to those who ask', () =>
    expect([rateInterval(rate(4.2)), rateRange(rate(4.2))]).toEqual([
      '4.2 per minute of your speech, 4.1 to 4.3',
      '(4.1 to 4.3)',
    ]));
});

describe('the mirror in words', () => {
  const mirror = (bc: number, tc: number, weight: number) =>
    mirrorWords({ on: false, estimate: { bc, tc }, weight });
  it('does not pretend to know', () => expect(mirror(0.9, 0.9, 0)).toContain('Nothing to go by yet'));
  it('says how sure it is', () => {
    expect(mirror(0.5, 0.2, 0.1)).toBe('A first guess: you nod along and mostly wait for your turn.');
    expect(mirror(0.1, 0.05, 0.5)).toBe('It seems: you listen quietly and wait for your turn.');
    expect(mirror(1, 1, 0.9)).toBe('You nod a lot and jump in.');
  });
});

describe('what leaves the machine', () => {
  const browserRecogniser = 'Your voice goes to Example.';
  const endpoint = { url: 'https://llm.example.org/v1', model: 'm', key: 'secret' };
  it('is nothing by default', () =>
    expect(privacyWords({ recogniser: 'moonshine', browserRecogniser, endpoint: null })).toContain(
      'nothing you say',
    ));
  it('is said for the browser’s recogniser and for the endpoint, without the key', () => {
    const words = privacyWords({ recogniser: 'browser', browserRecogniser, endpoint });
    expect(words).toContain('Your voice goes to Example.');
    expect(words).toContain('llm.example.org');
    expect(words).not.toContain('nothing you say leaves');
    expect(words).not.toContain('secret');
  });
  it('names an address that cannot be read as it is', () =>
    expect(
      privacyWords({ recogniser: 'moonshine', browserRecogniser, endpoint: { ...endpoint, url: 'x y' } }),
    ).toContain('x y'));
  it('says how much arrives, or that nothing does', () => {
    expect(downloadWords(62e6, megabytes(62e6))).toContain('62 MB');
    expect(downloadWords(0, megabytes(0))).not.toMatch(/\d/);
  });
});

describe('a fault', () => {
  const places = ['start', 'mic', 'words', 'decision', 'speaker', 'reply', 'save', 'page'] as const;
  const shown = {
    idle: ['top', 'hero'],
    loading: ['top', 'hero'],
    asking: ['top', 'hero'],
    listening: ['top', 'captions', 'controls'],
    ending: ['top', 'captions', 'controls'],
    ended: ['top', 'captions', 'end'],
  } as const;
  it.each(Object.entries(shown))('is always in sight when %s', (phase, zones) => {
    for (const place of places) expect(zones).toContain(zoneOf(place, phase as keyof typeof shown, false));
  });
  it('is in sight in the demo, where only captions and dials are', () => {
    for (const place of places) {
      for (const phase of ['listening', 'ending', 'ended'] as const) {
        expect(['top', 'captions']).toContain(zoneOf(place, phase, true));
      }
    }
  });
});

describe('numbers as a person reads them', () => {
  it('tells time', () => {
    expect([0, 9_999, 83_000, 3_600_000, -5].map(clock)).toEqual(['0:00', '0:09', '1:23', '60:00', '0:00']);
    expect([2_200, 192_400].map(duration)).toEqual(['2 s', '3 min 12 s']);
    expect([0.2, 7.3, 89, 150].map(timeLeft)).toEqual([
      'nearly there',
      'about 8 s left',
      'about 89 s left',
      'about 3 min left',
    ]);
  });
  it('tells sizes', () =>
    expect([900, 8_640_000, 61_500_000].map(megabytes)).toEqual(['0.0 MB', '8.6 MB', '62 MB']));
});
