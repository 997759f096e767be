import { expect, test } from 'vitest';
import {
  addPace,
  areContextsSlow,
  isLate,
  isTooSlow,
  LATE_MS,
  PACE_WORDS,
  reasonOf,
  takeoverSentence,
} from './fallback';
import type { GiveUpReason, WordPace } from './fallback';

const paces = (count: number, gapMs: number, answerMs: number): readonly WordPace[] =>
  Array.from({ length: count }, () => ({ gapMs, answerMs })).reduce<readonly WordPace[]>(addPace, []);

test.each([
  ['answers faster than words', 250, 100, false],
  ['answers as fast as words', 250, 250, false],
  ['answers slower than words', 250, 260, true],
  // A pause is no time to catch up in while somebody speaks; it counts only up to 600 ms.
  ['a slow speaker', 5000, 590, false],
  ['slower than any speaker', 5000, 610, true],
  // Words that the recogniser corrected may overlap.
  ['words that overlap', -50, 1, true],
] as const)('pace: %s', (_, gapMs, answerMs, slow) => {
  expect(isTooSlow(paces(PACE_WORDS, gapMs, answerMs))).toBe(slow);
});

test('pace: a few slow words say nothing yet, and only the latest count', () => {
  const slow = paces(PACE_WORDS - 1, 200, 700);
  expect(isTooSlow(slow)).toBe(false);
  expect(isTooSlow(addPace(slow, { gapMs: 200, answerMs: 700 }))).toBe(true);
  const better = Array.from({ length: PACE_WORDS }, () => ({ gapMs: 200, answerMs: 20 }));
  expect(isTooSlow(better.reduce(addPace, slow))).toBe(false);
});

test.each([
  ['too few to tell', [5000, 5000], false],
  ['three in a row', [100, 1100, 1200, 3000], true],
  ['a good one among them', [5000, 1100, 900, 3000], false],
] as const)('slow contexts: %s', (_, tookMs, slow) => {
  expect(areContextsSlow(tookMs)).toBe(slow);
});

test('late: what still leaves time for another to answer within the second', () => {
  expect([isLate(1000, 1000 + LATE_MS - 1), isLate(1000, 1000 + LATE_MS)]).toEqual([false, true]);
  expect(LATE_MS).toBeLessThan(1000);
});

test.each([
  ['gpu-lost', 'lost'],
  ['gpu-memory', 'memory'],
  ['worker-died', 'died'],
  ['worker-failed', 'failed'],
  [null, 'failed'],
  ['word-forgotten', null],
] as const)('an error of the code %s: %s', (code, reason) => {
  expect(reasonOf(code)).toBe(reason);
});

test('every reason has a sentence that names the device, and the tab where that may be why', () => {
  const reasons: readonly GiveUpReason[] = ['lost', 'memory', 'died', 'failed', 'late', 'pace'];
  const sentences = reasons.map((reason) => takeoverSentence(reason, 'webgpu (acme 5)', false));
  expect(new Set(sentences).size).toBe(reasons.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^The full set .* the GPU \(acme 5\)\.$/);
  expect(takeoverSentence('pace', 'wasm-2', true)).toBe(
    'The full set is slower than you speak on wasm-2 while this tab was in the background.',
  );
});
