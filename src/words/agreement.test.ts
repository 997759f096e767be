import { describe, expect, it } from 'vitest';
import { plain, stableCount, sureCount, type AgreementRules } from './agreement';
import type { HeardWord } from './hypothesis';

const RULES: AgreementRules = {
  guardMs: 100,
  doubtMs: 200,
  longestMs: 500,
  madeUpLogProb: -2,
  madeUpMs: 800,
  pauseLogProb: -0.5,
};

const word = (text: string, endMs: number, leastLogProb = 0): HeardWord => ({
  text,
  endMs,
  leastLogProb,
  logProb: leastLogProb,
  from: 0,
  to: 1,
  startMs: endMs - 100,
});

describe('stableCount', () => {
  it('takes what two passes agree on, whatever its case and punctuation', () => {
    const before = [word('Well,', 200), word('I', 300), word('wall', 500)];
    const now = [word('well', 200), word('I,', 300), word('was', 500)];
    expect(stableCount(before, now, 2000, RULES)).toBe(2);
  });

  it('takes nothing from a first pass', () => {
    expect(stableCount([], [word('well', 200)], 2000, RULES)).toBe(0);
  });

  it('waits for audio behind a word, which may still be cut', () => {
    const words = [word('some', 200), word('thing', 450)];
    expect(stableCount(words, words, 500, RULES)).toBe(1);
    expect(stableCount(words, words, 550, RULES)).toBe(2);
  });

  it('waits longer behind a doubtful word, and behind what follows it', () => {
    const words = [word('sure', 200), word('odd', 300, -1), word('sure', 310)];
    expect(stableCount(words, words, 599, RULES)).toBe(1);
    expect(stableCount(words, words, 600, RULES)).toBe(3);
  });

  it('does not wait for ever, but needs agreement all the same', () => {
    const words = [word('odd', 300, -1.9)];
    expect(stableCount(words, words, 799, RULES)).toBe(0);
    expect(stableCount(words, words, 800, RULES)).toBe(1);
    expect(stableCount([word('old', 300)], words, 5000, RULES)).toBe(0);
  });

  it('waits longer for what may be made up', () => {
    const words = [word('restaurant', 300, -3)];
    expect(stableCount(words, words, 1099, RULES)).toBe(0);
    expect(stableCount(words, words, 1100, RULES)).toBe(1);
  });
});

describe('sureCount', () => {
  it('stops at the first doubtful word', () => {
    expect(sureCount([word('yes', 200), word('kay', 300, -0.6), word('then', 400)], RULES)).toBe(1);
    expect(sureCount([word('yes', 200), word('then', 400, -0.4)], RULES)).toBe(2);
    expect(sureCount([], RULES)).toBe(0);
  });
});

describe('plain', () => {
  it('leaves letters and digits', () => {
    expect(plain("Don't, 3.")).toBe('dont3');
  });
});
