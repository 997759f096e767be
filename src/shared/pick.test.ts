import { expect, it } from 'vitest';
import { pickWeighted } from './pick';
import { seededRandom } from './random';

it('picks in proportion to the weights, and never what has none', () => {
  const random = seededRandom(1);
  const counts = new Map<string, number>();
  const weights: Record<string, number> = { a: 1, b: 0, c: 3 };
  for (let draw = 0; draw < 4000; draw += 1) {
    const picked = pickWeighted(['a', 'b', 'c'], (item) => weights[item] ?? 0, random) ?? 'none';
    counts.set(picked, (counts.get(picked) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(['a', 'c']);
  expect((counts.get('c') ?? 0) / 4000).toBeCloseTo(0.75, 1);
});

it('picks nothing from nothing, and something when the sum was rounded', () => {
  expect(
    pickWeighted(
      [],
      () => 1,
      () => 0,
    ),
  ).toBeNull();
  expect(
    pickWeighted(
      ['a'],
      () => 0,
      () => 0,
    ),
  ).toBeNull();
  expect(
    pickWeighted(
      ['a', 'b'],
      () => 0.1,
      () => 1,
    ),
  ).toBe('b');
});
