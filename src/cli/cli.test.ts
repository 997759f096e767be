import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeAudioFile } from '../pipeline';
import { readRecord } from '../record';
import { encodeWav } from '../shared/wav';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mhm-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line as a person would. */
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

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('help, an unknown command and bad arguments each get a sentence', async () => {
  const [help, unknown, dials, missing] = await Promise.all([
    mhm('help'),
    mhm('sing'),
    mhm('listen', 'talk.wav', '--dials', '2,0'),
    mhm('listen', join(folder, 'none.wav')),
  ]);
  expect(help.code).toBe(0);
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain('There is no command "sing"');
  expect(dials.code).toBe(1);
  expect(dials.err).toContain('Give a number from 0 to 1.');
  expect(missing.code).toBe(1);
  expect(missing.err).toMatch(/There is no file .*none\.wav/);
});

test('decide answers good lines, names bad ones, and ends with 2', async () => {
  const words = [
    [0, 0.3, 'so'],
    [0.3, 0.6, 'we', 'you'],
    [0.6, 1.2, 'left 🎉'],
  ];
  const path = file(
    'windows.jsonl',
    [
      JSON.stringify({ id: 'a', words, bc: 0.5, tc: 0.2, silence_ms: 0 }),
      'not json',
      JSON.stringify({ id: 3, words, bc: 0.5, tc: 1.2, silence_ms: 0 }),
      JSON.stringify({
        id: 4,
        words,
        bc: 0.9,
        tc: 0.2,
        silence_ms: 300,
        since_turn_ms: null,
        since_backchannel_ms: 4000,
      }),
    ].join('\n'),
  );
  const { code, out, err } = await mhm('decide', path);
  expect(code).toBe(2);
  expect(err).toMatch(/Line 2:.*\n.*Line 3:/);
  const answers = lines(out);
  expect(answers.map(({ id }) => id)).toEqual(['a', 4]);
  for (const { turn_claim, backchannel, stay_silent } of answers)
    expect(Number(turn_claim) + Number(backchannel) + Number(stay_silent)).toBeCloseTo(1, 6);
});

test('listen on a recording gives the same bytes twice, and the sound lies where the record says', async () => {
  const sample = join(ROOT, 'public/sample/short.flac');
  const run = (out: string) =>
    mhm('listen', sample, '--dials', '1,0.5', '--seed', '7', '--out', join(folder, out));
  const first = await run('one');
  const second = await run('two');
  expect(first.code).toBe(0);
  const timeless = (text: string): string => text.replace(/"started":"[^"]*"/, '');
  expect(timeless(second.out)).toBe(timeless(first.out));
  for (const name of ['listener.wav', 'mix.wav'])
    expect(readFileSync(join(folder, 'two', name)).equals(readFileSync(join(folder, 'one', name)))).toBe(
      true,
    );

  const { events, problems } = readRecord(readFileSync(join(folder, 'one', 'session.jsonl'), 'utf8'));
  expect(problems).toEqual([]);
  const played = events.filter((event) => event.kind === 'played');
  expect(played.length).toBeGreaterThan(0);
  const { samples } = await decodeAudioFile(readFileSync(join(folder, 'one', 'listener.wav')));
  for (const { start_ms, end_ms } of played) {
    const energy = (fromMs: number, toMs: number): number =>
      samples.subarray(fromMs * 16, toMs * 16).reduce((sum, sample) => sum + sample * sample, 0);
    expect(energy(start_ms, end_ms)).toBeGreaterThan(0.1);
    expect(energy(start_ms - 50, start_ms - 2)).toBeLessThan(1e-4);
  }
});

test('listen says only what the designer allows, as the record tells, and refuses what it cannot do', async () => {
  const said = [
    'so last week we drove up to the lake with the whole family',
    'and the kids jumped right in',
    'it was freezing cold but nobody cared',
    'then we made a fire and cooked some fish',
  ];
  const path = file(
    'asked.words.jsonl',
    said
      .flatMap((phrase, at) =>
        phrase
          .split(' ')
          .map((text, word) => ({ text, start: at * 5 + word * 0.3, end: at * 5 + word * 0.3 + 0.25 })),
      )
      .map((word) => JSON.stringify(word))
      .join('\n'),
  );
  const [asked, bad, none] = await Promise.all([
    mhm('listen', path, '--dials', '1,0', '--forms', 'right,okay,aye', '--surprisal', '2.5'),
    mhm('listen', path, '--energy', 'loud'),
    mhm('listen', path, '--forms', 'aye'),
  ]);
  const events = lines(asked.out);
  expect(asked.code).toBe(0);
  expect(events[0]).toMatchObject({
    kind: 'header',
    controls: { forms: ['right', 'okay', 'aye'], energy: null, polarity: null, surprisal: 2.5 },
  });
  expect(events[1]).toEqual({ kind: 'note', t_ms: 0, text: 'The bank has no recording of “aye”.' });
  const cues = events.filter(({ kind, action }) => kind === 'cue' && action === 'backchannel');
  expect(cues.length).toBeGreaterThan(0);
  for (const cue of cues) {
    expect(['right', 'okay']).toContain(cue['form']);
    expect(cue).toMatchObject({ why: { nearest: [{}, {}, {}] } });
  }
  expect([bad.code, none.code]).toEqual([1, 1]);
  expect([bad.out, none.out]).toEqual(['', '']);
  expect(bad.err).toContain('--energy takes a number from 1 to 5.');
  expect(none.err).toContain('None of the recordings has a form that --forms names');
}, 120_000);

test('listen on timed words: context of the listener, a bad line, and the mirror', async () => {
  const said = 'so i went down to the market and there was this man who sold nothing but clocks'.split(' ');
  const path = file(
    'talk.words.jsonl',
    [
      ...said.map((text, at) => JSON.stringify({ text, start: at * 0.4, end: at * 0.4 + 0.3 })),
      '{"text":"oops","start":9,"end":8}',
      JSON.stringify({ text: 'wow', start: 6.6, end: 6.9, speaker: 'listener' }),
    ].join('\n'),
  );
  const { code, out, err } = await mhm('listen', path, '--dials', 'mirror');
  expect(code).toBe(2);
  expect(err).toContain(`Line ${said.length + 1}`);
  const events = lines(out);
  expect(events[0]).toMatchObject({ kind: 'header', seed: 1 });
  expect(events.filter(({ kind }) => kind === 'word')).toHaveLength(said.length + 1);
});

test('simulate answers for every file and setting, and says what is wrong with the rest', async () => {
  const said = 'so we drove out to the coast last weekend and the whole place was closed'.split(' ');
  const talk = [...said, ...said, ...said].map((text, at) => {
    const start = at * 0.35 + Math.floor(at / said.length) * 1.2;
    return { text, start, end: start + 0.3 };
  });
  const whole = file('whole.words.jsonl', talk.map((word) => JSON.stringify(word)).join('\n'));
  const broken = file(
    'broken.words.jsonl',
    [
      '{"text":"so","start":0,"end":0.3}',
      '{"text":"then","start":1}',
      '{"text":"he","start":1,"end":1.2}',
      '{"text":"went","start":0.5,"end":0.7}',
      '{"text":"away 🎉","start":1.1,"end":1.6,"heard":2.1}',
      '{"text":"mhm","start":1.2,"end":1.5,"speaker":"listener"}',
    ].join('\n'),
  );
  const alone = file('alone.words.jsonl', '{"text":"mhm","start":1,"end":1.5,"speaker":"listener"}');
  const none = join(folder, 'none.words.jsonl');
  const args = ['simulate', whole, broken, alone, none, '--bc', '0,0.5,1', '--tc', '0,1'];
  const { code, out, err } = await mhm(...args);
  expect(code).toBe(2);
  expect(err).toMatch(/broken.*Line 2:[^]*broken.*Line 4:[^]*alone.*nobody to listen to[^]*There is no file/);
  const answers = lines(out);
  expect(answers.map(({ file: name, bc, tc }) => [name, bc, tc])).toEqual(
    [whole, broken].flatMap((name) => [0, 0.5, 1].flatMap((bc) => [0, 1].map((tc) => [name, bc, tc]))),
  );
  for (const { bc, tc, speech_min, backchannels, claims, events } of answers) {
    const told = events as { action: string; silence_ms: number }[];
    const claimed = told.filter(({ action }) => action === 'turn_claim');
    expect(told).toHaveLength(Number(backchannels) + Number(claims));
    expect(claimed).toHaveLength(Number(claims));
    expect(Number(speech_min)).toBeGreaterThan(0);
    if (bc === 0) expect(backchannels).toBe(0);
    if (tc === 0) expect(claimed.every(({ silence_ms }) => silence_ms >= 700)).toBe(true);
  }
  expect(answers.some(({ claims }) => Number(claims) > 0)).toBe(true);
  expect((await mhm(...args)).out).toBe(out);
});

test('simulate refuses settings that are none', async () => {
  const path = file('talk.words.jsonl', '{"text":"so","start":0,"end":0.3}');
  const [outside, words] = await Promise.all([
    mhm('simulate', path, '--bc', '0.5,1.5'),
    mhm('simulate', path, '--tc', 'much'),
  ]);
  expect([outside.code, words.code]).toEqual([1, 1]);
  expect(outside.err).toContain('Give a number from 0 to 1.');
  expect(words.err).toContain('--tc takes numbers');
});

test('transcribe answers for each file it can read, and says what is wrong with the others', async () => {
  const silent = file('silent.wav', encodeWav([new Float32Array(48_000)], 16_000));
  const nothing = file('empty.wav', '');
  const letter = file('letter.flac', 'Dear all');
  const { code, out, err } = await mhm('transcribe', silent, nothing, letter);
  expect(code).toBe(2);
  expect(lines(out)).toEqual([{ file: silent, text: '', words: [] }]);
  expect(err).toContain('The recording is silent.');
  expect(err).toContain(`${nothing}: The file has no sound in it.`);
  expect(err).toContain(`${letter}: This is not an audio file`);
});

test('packs: every pack is whole and gives its golden numbers', async () => {
  const { code, out } = await mhm('packs');
  const packs = lines(out);
  expect(code).toBe(0);
  expect(packs.map(({ kind }) => String(kind)).toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
    'affect',
    'clip-bank',
    'context-encoder',
    'decision-backbone',
    'decision-head',
    'joint',
    'recogniser',
    'speaker-encoder',
    'vad',
    'voice',
    'voice-encoder',
  ]);
  for (const { hashes, licence, bytes } of packs) {
    expect(hashes).toBe('ok');
    expect(licence).toMatch(/MIT|Apache-2\.0|BSD-2-Clause/);
    expect(Number(bytes)).toBeGreaterThan(0);
  }
});
