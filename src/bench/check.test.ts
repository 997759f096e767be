import { expect, test } from 'vitest';
import type { ModelSession } from '../shared/model';
import { isRight } from './check';

const CACHE = { layers: 1, heads: 1, headSize: 1, type: 'float32' } as const;
const IDS = [1, 2, 3, 4, 5, 6, 7, 8];
const GOLDEN = {
  cases: [
    { input_ids: [1], hidden: [9, 9] },
    { input_ids: IDS, hidden: [1, -1] },
  ],
};

/** A session whose last state is right, but `off` away when so many tokens are fed at once. */
function session(off: Readonly<Record<number, number>>): ModelSession {
  return {
    inputNames: [],
    outputNames: [],
    run({ input_ids: ids }) {
      const count = ids?.dims[1] ?? 0;
      const data = new Float32Array(2 * count);
      data.set([1 + (off[count] ?? 0), -1], 2 * (count - 1));
      return Promise.resolve({ hidden_states: { type: 'float32', data, dims: [1, count, 2] } });
    },
    release: () => Promise.resolve(),
  };
}
function check(off: Readonly<Record<number, number>>, golden: unknown = GOLDEN): Promise<boolean> {
  const meta = { tolerance: 9, golden: 'golden.json' };
  return isRight(session(off), CACHE, { id: 'q@1', meta, json: () => Promise.resolve(golden) }, 0.1);
}

test('every way of reading must give the reference’s numbers', async () => {
  expect(await check({})).toBe(true);
  expect(await check({ 8: 0.05, 2: -0.05 })).toBe(true);
  for (const count of [8, 2, 1]) {
    expect(await check({ [count]: 0.2 })).toBe(false);
    expect(await check({ [count]: Number.NaN })).toBe(false);
  }
});

test('a golden file that cannot be read, or says too little, is refused', async () => {
  for (const golden of ['{', { cases: [{ input_ids: [1], hidden: [0] }] }])
    await expect(check({}, golden)).rejects.toMatchObject({ code: 'pack-malformed' });
});
