import { expect, test } from 'vitest';
import { FULL_SET, fullPacks, TINY_SET } from '../packs';
import { keptFullSet } from './full-set';

/** Packs that are kept, whole or not. */
const keeping =
  (packs: Readonly<Record<string, boolean>>) =>
  (id: string): Promise<{ whole: boolean } | null> =>
    Promise.resolve(id in packs ? { whole: packs[id] ?? false } : null);
const all = (ids: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(ids.map((id) => [id, true]));

test('the full set is used where all of it is whole, else the tiny one of the tests', async () => {
  const [full, tiny] = [FULL_SET, TINY_SET].map((set) => all(fullPacks(set)));
  expect(await keptFullSet(keeping({ ...full, ...tiny }))).toBe(FULL_SET);
  expect(await keptFullSet(keeping({ ...full, ...tiny, [FULL_SET.joint]: false }))).toBe(TINY_SET);
});

test.each([
  ['nothing is kept', {}],
  ['one pack is missing', all(fullPacks(FULL_SET).slice(1))],
  ['one pack is not whole', { ...all(fullPacks(FULL_SET)), [FULL_SET.backbone]: false }],
])('says so where %s', async (_, packs) => {
  await expect(keptFullSet(keeping(packs))).rejects.toMatchObject({
    code: 'full-set-missing',
    todo: expect.stringContaining('Settings') as string,
  });
});
