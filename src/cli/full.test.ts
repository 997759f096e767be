import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decide } from './decide';
import { listen } from './listen';
import type { Command } from './main';
import { readFullFolder } from './options';
import { packs } from './packs';
import { simulate } from './simulate';

/* The command line with the full set, in its toy size: the same code as the true size, random weights. */

const TINY = fileURLToPath(new URL('../../e2e/fixtures/models-tiny', import.meta.url));
const FULL = ['--pack', 'full', '--models', TINY];
let folder = '';
let talk = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mhm-full-'));
  talk = join(folder, 'talk.words.jsonl');
  const said = 'so we went down to the lake on sunday and it was really cold but the kids wanted to swim';
  const words = Array.from({ length: 60 }, (_, index) => {
    const start = 0.35 * index + Math.floor(index / 12);
    return { text: said.split(' ')[index % 19] ?? 'so', start, end: start + 0.3 };
  });
  writeFileSync(talk, words.map((word) => `${JSON.stringify(word)}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process, which keeps the runtime: what it prints, and its exit code. */
async function run(command: Command, ...args: readonly string[]): Promise<{ code: number; lines: string[] }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    const code = await command([...args, ...FULL]);
    return { code, lines: out.split('\n').filter(Boolean) };
  } finally {
    write.mockRestore();
  }
}
const parsed = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('packs lists the folder, hashes and checks included', async () => {
  const { code, lines } = await run(packs);
  expect(code).toBe(0);
  const listed = parsed(lines);
  expect(listed.map(({ pack }) => pack)).toContain('decision-backbone-tiny@1');
  for (const { hashes, self_check, weights } of listed) {
    expect(hashes).toBe('ok');
    expect(self_check).toMatch(/^(ok|no model in it|not used while listening)$/);
    expect(weights).toBe('random');
  }
});

test('decide answers with it', async () => {
  const windows = join(folder, 'windows.jsonl');
  const words = [
    [0, 0.3, 'so'],
    [0.3, 0.6, 'we'],
  ];
  writeFileSync(windows, JSON.stringify({ id: 1, words, bc: 0.5, tc: 0.2, silence_ms: 0 }));
  const { code, lines } = await run(decide, windows);
  expect(code).toBe(0);
  const [answer] = parsed(lines);
  const sum = ['turn_claim', 'backchannel', 'stay_silent'].map((name) => Number(answer?.[name]));
  expect(sum.reduce((total, p) => total + p)).toBeCloseTo(1, 6);
});

test('simulate and listen go through a conversation that the cache slides in, the same way each time', async () => {
  const simulated = await run(simulate, talk, '--bc', '0.1,0.9');
  expect([simulated.code, simulated.lines.length]).toEqual([0, 2]);
  const first = await run(listen, talk);
  expect(first.code).toBe(0);
  expect(parsed(first.lines)[0]).toMatchObject({
    kind: 'header',
    packs: { name: 'full', backbone: 'decision-backbone-tiny@1' },
  });
  const judged = parsed(first.lines).filter(({ kind }) => kind === 'decision');
  expect(new Set(judged.map(({ word }) => word)).size).toBeGreaterThan(48);
  const second = await run(listen, talk);
  expect(second.lines.slice(1)).toEqual(first.lines.slice(1));
});

test('a folder without a full set, and options that contradict each other, get a sentence', async () => {
  await expect(simulate([talk, '--pack', 'full', '--models', folder])).rejects.toMatchObject({
    code: 'pack-missing',
    message: expect.stringContaining('There is no full set in the folder') as string,
  });
  expect(() => readFullFolder({ models: 'x' })).toThrow('--models names the folder');
  expect(() => readFullFolder({ pack: 'huge' })).toThrow('There is no set of packs "huge".');
  expect(readFullFolder({})).toBeNull();
  expect(readFullFolder({ pack: 'full', models: 'x' })).toBe('x');
});
