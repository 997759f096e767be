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

describe('SpeechWindow', () => {
  it('keeps settled tokens to force and the rest as a draft', () => {
    const window = windowOf(900);
    window.settle([50, 51, 52], [word(0, 0, 100), word(1, 150, 300), word(2, 300, 500)], 2);
    expect(window.forced).toEqual([50, 51]);
    expect(window.draft).toEqual([52]);
    expect(window.previous.map(({ text }) => text)).toEqual(['w2']);
  });

  it('does not cut what is short enough', () => {
    const window = windowOf(900);
    window.settle([50, 51], [word(0, 0, 100), word(1, 400, 500)], 2);
    window.shorten(RULES);
    expect(window.samples.length).toBe(msToSamples(900));
  });

  it('cuts a long window in the longest pause between settled words, and keeps what follows in step', () => {
    const window = windowOf(1200);
    const words = [word(0, 0, 100), word(1, 300, 400), word(2, 420, 500), word(3, 520, 900)];
    window.settle([50, 51, 52, 53], words, 3);
    window.shorten(RULES);
    expect(window.startMs).toBe(10_200);
    expect(window.endMs).toBe(11_200);
    expect(window.samples[0]).toBe(msToSamples(200));
    expect(window.forced).toEqual([51, 52]);
    expect(window.draft).toEqual([53]);
    expect(window.previous).toEqual([{ ...word(3, 320, 700), from: 2, to: 3 }]);
    window.settle([51, 52, 53], [{ ...word(3, 320, 700), from: 2, to: 3 }], 1);
    expect(window.forced).toEqual([51, 52, 53]);
  });

  it('leaves at least so much audio after a cut', () => {
    const window = windowOf(1200);
    window.settle([50, 51], [word(0, 0, 100), word(1, 950, 1100)], 2);
    window.shorten(RULES);
    expect(window.endMs - window.startMs).toBeGreaterThanOrEqual(RULES.keepMs);
  });

  it('drops the oldest audio when nothing settles', () => {
    const window = windowOf(2500);
    window.shorten(RULES);
    expect(window.endMs).toBe(12_500);
    expect(window.endMs - window.startMs).toBe(RULES.keepMs);
  });
});
