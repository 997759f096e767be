import { expect, it } from 'vitest';
import { rankRecordings } from './rank';

const vector = (...first: number[]): number[] => [
  ...first,
  ...Array.from({ length: 20 - first.length }, () => 0),
];
const context = { vector: vector(1, 0, 0) };

it('puts the best fit first and keeps the order of equals', () => {
  const bank = ['a', 'b', 'c', 'd'].map((file, index) => ({
    file,
    vector: [vector(0, 1), vector(0.5, 0.5), vector(2, 0), vector(0, 1)][index] ?? [],
  }));
  const ranked = rankRecordings(bank, context);
  expect(ranked.map(({ recording }) => recording.file)).toEqual(['c', 'b', 'a', 'd']);
  expect(ranked[0]?.score).toBeCloseTo(1, 12);
});

it('puts recordings of another space last', () => {
  const ranked = rankRecordings(
    [{ file: 'x', vector: [1, 2] }, { file: 'y' }, { vector: vector(-0.5) }],
    context,
  );
  expect(ranked.map(({ score }) => Math.round(score))).toEqual([-1, -1, -1]);
  expect(rankRecordings([{ vector: vector() }], context)[0]?.score).toBe(0);
});

it('ranks a thousand recordings in under 2 ms', () => {
  const bank = Array.from({ length: 1000 }, (_, n) => ({
    vector: Array.from({ length: 117 }, (_, k) => Math.sin(n * 7 + k)),
  }));
  const wide = { vector: Array.from({ length: 117 }, (_, k) => Math.cos(k)) };
  for (let warm = 0; warm < 20; warm++) rankRecordings(bank, wide);
  const times = Array.from({ length: 41 }, () => {
    const from = performance.now();
    rankRecordings(bank, wide);
    return performance.now() - from;
  });
  expect(times.toSorted((one, other) => one - other)[20]).toBeLessThan(2);
});
