import { describe, expect, it } from 'vitest';
import {
  plain,
  stableCount,
  stayFeatures,
  stayProbability,
  sureCount,
  type AgreementRules,
} from './agreement';
import type { HeardWord } from './hypothesis';

const RULES: AgreementRules = {
  guardMs: 100,
  early: 0.94,
  earlyMs: 250,
  late: 0.3,
  lateMs: 650,
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

describe('stayFeatures', () => {
  it('counts the passes that had the word at about this time, whatever its case and punctuation', () => {
    const passes = [[word('Well,', 100)], [word('well', 320)], [word('wall', 200)], [word('well', 900)]];
    expect(stayFeatures([word('well.', 200, -0.5), word('no', 400, -1)], 0, passes)).toEqual([
      -0.5, 0.25, 2, -1,
    ]);
  });

  it('looks back on the last four passes only', () => {
    const passes = Array.from({ length: 7 }, () => [word('well', 200)]);
    expect(stayFeatures([word('well', 200)], 0, passes)[2]).toBe(4);
  });
});

describe('stayProbability', () => {
  it('falls with every doubt, however large', () => {
    const certainty = [0, -0.5, -1, -2, -3, -8].map((least) =>
      stayProbability(stayFeatures([word('so', 200, least)], 0, [])),
    );
    expect(certainty).toEqual(certainty.toSorted((one, other) => other - one));
    expect(certainty[0]).toBeGreaterThan(0.8);
    expect(certainty.at(-1)).toBeLessThan(0.4);
  });

  it('rises with agreement and with a sure word behind', () => {
    const words = [word('so', 200, -0.5), word('what', 400)];
    const alone = stayProbability(stayFeatures(words.slice(0, 1), 0, []));
    const followed = stayProbability(stayFeatures(words, 0, []));
    expect(followed).toBeGreaterThan(alone);
    expect(stayProbability(stayFeatures(words, 0, [words]))).toBeGreaterThan(followed);
  });
});

describe('stableCount', () => {
  it('takes what passes agree on sooner than what was heard once', () => {
    const words = [word('well', 200), word('I', 350), word('was', 500)];
    expect(stableCount([], words, 640, RULES)).toBe(2);
    expect(stableCount([words, words, words], words, 640, RULES)).toBe(3);
  });

  it('stops at a word that the passes before had otherwise', () => {
    const before = [word('well', 200), word('I', 350), word('want', 600)];
    const now = [word('well', 200), word('I', 350), word('was', 600)];
    expect(stableCount([before, before], now, 800, RULES)).toBe(2);
  });

  it('waits for audio behind a word, which may still be cut', () => {
    const words = [word('some', 200), word('thing', 450)];
    expect(stableCount([words, words, words], words, 549, RULES)).toBe(1);
    expect(stableCount([words, words, words], words, 550, RULES)).toBe(2);
  });

  it('asks less of a doubtful word the longer it has waited, so that it does not hold up those behind it', () => {
    const words = [word('odd', 300, -0.8), word('thing', 420)];
    const passes = [words, words, words];
    expect(stableCount(passes, words, 540, RULES)).toBe(0);
    expect(stableCount(passes, words, 950, RULES)).toBe(2);
  });

  it('never takes what is likely made up', () => {
    const words = [word('restaurant', 300, -3)];
    expect(stableCount([[], []], words, 5000, RULES)).toBe(0);
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
