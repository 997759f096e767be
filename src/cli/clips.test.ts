import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/* `embed` and `choose` on the shipped recordings. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BANK = 'models/clips-heart/4';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mhm-clips-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function mhm(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const run = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { cwd: ROOT });
    let out = '';
    let err = '';
    run.stdout.on('data', (text: Buffer) => (out += text.toString()));
    run.stderr.on('data', (text: Buffer) => (err += text.toString()));
    run.on('close', (code) => resolve({ code, out, err }));
  });
}
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const rows = <Row>(text: string): Row[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as Row);

interface Embedded {
  readonly file: string;
  readonly vector: readonly number[];
  readonly energy: number;
  readonly surprisal: number;
}

test('embed places recordings, names what it cannot use and answers the rest', async () => {
  const clips = [`${BANK}/wow-surprised-1.flac`, `${BANK}/mhm-soft-1.flac`];
  const { code, out, err } = await mhm('embed', clips[0] ?? '', file('not.wav', 'no sound'), clips[1] ?? '');
  expect(code).toBe(2);
  expect(err).toContain('not.wav: This is not an audio file');
  const found = rows<Embedded>(out);
  expect(found.map(({ file: name }) => name)).toEqual(clips);
  for (const { vector } of found) expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
  const [wow, mhmSoft] = found;
  expect(wow?.surprisal).toBeGreaterThan((mhmSoft?.surprisal ?? 5) + 0.5);
  expect(wow?.energy).toBeGreaterThan((mhmSoft?.energy ?? 5) + 0.5);
}, 60_000);

interface Chosen {
  readonly id: string;
  readonly ranking: readonly { readonly file: string; readonly score: number }[];
  readonly why: {
    readonly likely_forms: Readonly<Record<string, number>>;
    readonly nearest: readonly { readonly text: string; readonly similarity: number }[];
  };
}

test('choose ranks the candidates, best first, and names bad lines', async () => {
  const candidates = ['wow-lively-1.flac', 'mhm-soft-1.flac', 'right-falling-1.flac'];
  const asked = [
    { id: 'all', text: 'and they paid two million dollars for it', candidates },
    { id: 'one', turns: [{ speaker: 'you', text: 'that is what i think' }], candidates, k: 1 },
    { id: 'lost', text: 'so', candidates: ['none.flac'] },
    { id: 'mute', text: 'so', audio: 'none.wav', candidates },
  ];
  const path = file('lines.jsonl', `${asked.map((row) => JSON.stringify(row)).join('\n')}\n{"id":5}\n`);
  const { code, out, err } = await mhm('choose', '--bank', BANK, path);
  expect(code).toBe(2);
  for (const sentence of ['Line 3: ', 'Line 4: ', 'Line 5 cannot be used']) expect(err).toContain(sentence);
  const [all, one] = rows<Chosen>(out);
  expect(all?.ranking.map(({ file: name }) => name).toSorted()).toEqual(candidates.toSorted());
  const scores = all?.ranking.map(({ score }) => score) ?? [];
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(all?.ranking[0]?.file).toBe('wow-lively-1.flac');
  expect(one?.ranking).toHaveLength(1);
}, 60_000);

test('choose goes by the forms that names give, does as the designer asks, and says why', async () => {
  const named = join(folder, 'named');
  mkdirSync(named);
  // What is called "oh" here is none, by ear.
  copyFileSync(`${BANK}/mhm-soft-1.flac`, join(named, 'take_oh_1.flac'));
  copyFileSync(`${BANK}/oh-lively-1.flac`, join(named, 'oh-lively-1.flac'));
  copyFileSync(`${BANK}/yeah-soft-1.flac`, join(named, 'yeah-soft-1.flac'));
  const path = file('why.jsonl', '{"id":1,"text":"and then my dog died"}\n');
  const [all, some, none] = await Promise.all([
    mhm('choose', '--bank', named, path),
    mhm('choose', '--bank', named, '--forms', 'yeah,sure', '--energy', '1', path),
    mhm('choose', '--bank', named, '--forms', 'wow', path),
  ]);
  const [chosen] = rows<Chosen>(all.out);
  const scoreOf = (name: string) => chosen?.ranking.find((ranked) => ranked.file === name)?.score;
  expect(scoreOf('take_oh_1.flac')).toBe(scoreOf('oh-lively-1.flac'));
  // After bad news the soft one of two.
  expect(chosen?.ranking[0]?.file).toBe('take_oh_1.flac');
  expect(Object.keys(chosen?.why.likely_forms ?? {})[0]).toBe('oh');
  expect(chosen?.why.nearest).toHaveLength(3);
  expect(chosen?.why.nearest[0]?.similarity).toBeGreaterThan(0.5);
  expect(rows<Chosen>(some.out)[0]?.ranking.map(({ file: name }) => name)).toEqual(['yeah-soft-1.flac']);
  expect([all.code, some.code, none.code]).toEqual([0, 0, 1]);
  expect(some.err).toContain('The bank has no recording of “sure”.');
  expect(none.err).toContain('there are oh, yeah.');
}, 120_000);

test('a folder that is no folder of recordings is said', async () => {
  const path = file('one.jsonl', '{"id":1,"text":"so"}');
  const [none, empty, without] = await Promise.all([
    mhm('choose', '--bank', join(folder, 'none'), path),
    mhm('choose', '--bank', 'docs', path),
    mhm('choose', path),
  ]);
  expect([none.code, empty.code, without.code]).toEqual([1, 1, 1]);
  expect(none.err).toContain('cannot be read');
  expect(empty.err).toContain('has no WAV');
  expect(without.err).toContain('--bank');
}, 60_000);
