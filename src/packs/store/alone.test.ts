import { expect, test } from 'vitest';
import { alone } from './alone';

/** A browser's locks, as far as they are asked for: by name, and only where they are free. */
function fakeLocks() {
  const held = new Set<string>();
  const request = async (name: string, _: LockOptions, work: (lock: Lock | null) => unknown) => {
    if (held.has(name)) return work(null);
    held.add(name);
    try {
      return await work({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return { held, locks: { request } as Pick<LockManager, 'request'> };
}

test('one set of packs is written by one at a time, in any version; another set meanwhile', async () => {
  const { held, locks } = fakeLocks();
  let end: (given: string) => void = () => undefined;
  const first = alone(['a@1', 'b@1'], () => new Promise<string>((resolve) => (end = resolve)), locks);
  await expect(alone(['c@1', 'b@2'], () => Promise.resolve(), locks)).rejects.toMatchObject({
    code: 'storage-busy',
  });
  expect(await alone(['c@1'], () => Promise.resolve('other'), locks)).toBe('other');
  end('done');
  expect(await first).toBe('done');
  expect([...held]).toEqual([]);
});
