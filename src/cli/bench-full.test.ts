import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { benchFull, benchFullText, readPart } from './bench-full';

const TINY = fileURLToPath(new URL('../../e2e/fixtures/models-tiny', import.meta.url));

test('the tiny set is measured through its own graphs, with the cache against the whole window', async () => {
  const report = await benchFull(TINY, 'full-decision', 'quick');
  const [only, ...more] = report.subjects;
  expect(more).toEqual([]);
  expect(only?.subject).toEqual({
    part: 'full-decision',
    packs: ['decision-backbone-tiny@1'],
    device: 'wasm',
    variant: 'float32',
  });
  expect(only?.outcome).toMatchObject({ kind: 'measured', on: 'wasm-2', weights: 'random' });
  const rows = only?.outcome.kind === 'measured' ? only.outcome.rows : [];
  expect(rows.map(({ call }) => call)).toEqual(['window', 'two', 'one']);
  for (const { timing } of rows) expect(timing.medianMs).toBeGreaterThan(0);
  expect(JSON.parse(benchFullText(report, true))).toEqual(report);
  expect(benchFullText(report, false)).toContain('| whole window, 24 tokens |');
});

test('a folder without the set, or a part that is none, is refused in a sentence', async () => {
  await expect(benchFull('nowhere', null)).rejects.toMatchObject({ code: 'pack-missing' });
  expect(() => readPart('gpu')).toThrow(expect.objectContaining({ code: 'bad-arguments' }) as Error);
  expect(readPart('full-voice')).toBe('full-voice');
});
