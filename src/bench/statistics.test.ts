import { expect, test } from 'vitest';
import { timeRounds } from './rounds';
import { at, goesOn, timingOf, warmsUp } from './statistics';

test('median and 95th percentile of a list, and of none', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(timingOf(values)).toEqual({ calls: 100, medianMs: 51, p95Ms: 96 });
  expect(timingOf([7])).toEqual({ calls: 1, medianMs: 7, p95Ms: 7 });
  expect(at([], 0.5)).toBeNaN();
});

const EFFORT = { warmUps: 4, least: 3, most: 5, budgetMs: 1000 };

test('a slow call is warmed up twice and measured the least times, a fast one the most', () => {
  expect([0, 1, 2].map((round) => warmsUp(EFFORT, round, round * 5000))).toEqual([true, true, false]);
  expect([0, 3, 4].map((round) => warmsUp(EFFORT, round, round))).toEqual([true, true, false]);
  expect([2, 3].map((round) => goesOn(EFFORT, round, 5000))).toEqual([true, false]);
  expect([3, 4, 5].map((round) => goesOn(EFFORT, round, 10))).toEqual([true, true, false]);
});

test('the calls take turns, warm-ups are not counted, and the share ends at one', async () => {
  let nowMs = 0;
  const order: string[] = [];
  const shares: number[] = [];
  const work = (name: string, ms: number) => ({
    name,
    call: () => {
      order.push(name);
      nowMs += ms;
      return Promise.resolve();
    },
  });
  const timed = await timeRounds(
    [work('slow', 40), work('fast', 10)],
    EFFORT,
    () => nowMs,
    (share) => shares.push(share),
  );
  expect(timed).toEqual([
    { name: 'slow', timing: { calls: 5, medianMs: 40, p95Ms: 40 } },
    { name: 'fast', timing: { calls: 5, medianMs: 10, p95Ms: 10 } },
  ]);
  // Four rounds to warm up, five that count.
  expect(order).toEqual(Array.from({ length: 9 }, () => ['slow', 'fast']).flat());
  expect(shares).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
});
