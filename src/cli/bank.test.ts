import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../pipeline';
import { tone } from '../testing/signals';

const folder = mkdtempSync(join(tmpdir(), 'mhm-bank-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `mhm` in a process of its own, as a researcher does. */
const mhm = (...args: string[]): Promise<{ code: number; out: string; log: string }> =>
  new Promise((resolve) => {
    const command = [join('node_modules', 'tsx', 'dist', 'cli.mjs'), join('src', 'cli', 'main.ts'), ...args];
    const child = execFile(process.execPath, command, (_, out, log) =>
      resolve({ code: child.exitCode ?? -1, out, log }),
    );
  });
const recordings = join(folder, 'in');
mkdirSync(join(recordings, 'mhm'), { recursive: true });
const wav = (hz: number): Uint8Array => encodeWav([tone(hz, 16_000, 8_000, 0.3)], 16_000);
writeFileSync(join(recordings, 'spontA_1_yeah.wav'), wav(180));
writeFileSync(join(recordings, 'mhm', '1.wav'), wav(220));
writeFileSync(join(recordings, 'wow.wav'), 'no sound');
writeFileSync(join(recordings, 'notes.txt'), 'not a recording');

describe('mhm bank', () => {
  it('makes an archive of a folder: each recording a line, a bad one named, exit 2', async () => {
    const out = join(folder, 'bank.zip');
    const { code, out: lines, log } = await mhm('bank', recordings, '--out', out, '--name', 'Test');
    expect(code).toBe(2);
    expect(log).toMatch(/^wow\.wav is not an audio file/m);
    const printed = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(printed.map(({ from, form }) => [from, form])).toEqual([
      ['mhm/1.wav', 'mhm'],
      ['spontA_1_yeah.wav', 'yeah'],
    ]);
    const files = unzipSync(readFileSync(out));
    const bank = JSON.parse(new TextDecoder().decode(files['bank.json'])) as {
      name: string;
      encoder: string;
      recordings: { file: string; vector: number[]; energy: number }[];
    };
    expect(bank.name).toBe('Test');
    expect(bank.encoder).not.toBe('');
    for (const { file, vector, energy } of bank.recordings) {
      expect(files[file]?.length).toBeGreaterThan(10_000);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 2);
      expect(energy).toBeGreaterThan(0);
    }
  });
  it('makes a folder that choose reads, of a bank as of any folder', async () => {
    const out = join(folder, 'bank');
    expect(
      (await mhm('bank', join(folder, 'bank.zip').replace('bank.zip', 'in/mhm'), '--out', out)).code,
    ).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'bank.json'), 'utf8'))).toMatchObject({ name: 'mhm' });
    const asked = join(folder, 'lines.jsonl');
    writeFileSync(asked, '{"id":"a","text":"we went to the lake"}\n');
    const { code, out: line } = await mhm('choose', '--bank', out, asked);
    expect(code).toBe(0);
    expect(JSON.parse(line)).toMatchObject({ id: 'a', ranking: [{ file: '1.wav' }] });
  });
  it('says what is missing', async () => {
    expect(await mhm('bank', recordings)).toMatchObject({
      code: 1,
      log: expect.stringContaining('--out') as string,
    });
    expect(await mhm('bank', join(folder, 'nowhere'), '--out', 'x')).toMatchObject({
      code: 1,
      log: expect.stringContaining('cannot be read') as string,
    });
  });
});
