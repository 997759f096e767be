import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type * as Promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

const full = vi.hoisted(() => ({ disk: false }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Promises>();
  return {
    ...real,
    writeFile: (...args: Parameters<typeof real.writeFile>) =>
      full.disk
        ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
        : real.writeFile(...args),
  };
});
const { writeWhole } = await import('./output');

test('a full disk is a sentence, and neither the old file nor half of the new one is touched', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mhm-disk-'));
  try {
    await writeWhole(folder, 'session.jsonl', 'first');
    full.disk = true;
    await expect(writeWhole(folder, 'session.jsonl', 'second')).rejects.toMatchObject({ code: 'disk-full' });
    expect(readdirSync(folder)).toEqual(['session.jsonl']);
    expect(readFileSync(join(folder, 'session.jsonl'), 'utf8')).toBe('first');
  } finally {
    full.disk = false;
    rmSync(folder, { recursive: true, force: true });
  }
});
