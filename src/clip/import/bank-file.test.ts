import { describe, expect, it } from 'vitest';
import { PlainError } from '../../shared/plain-error';
import { encodeWav } from '../../shared/wav';
import { tone } from '../../testing/signals';
import { freeName, parseBankFile, writeBankFile } from './bank-file';
import type { BankEntry, BankFile } from './bank-file';
import { readRecordings } from './read-files';
import type { FileToRead, ReadEvent } from './read-files';
import { unzip } from './unzip';
import { rightsText, zipBank } from './zip-bank';

const FORMS = ['mhm', 'yeah'];
const wav = (hz: number): Uint8Array => encodeWav([tone(hz, 16_000, 8_000, 0.3)], 16_000);
/** Reads the WAV files of these tests, and nothing else. */
const decode = (bytes: Uint8Array) => {
  if (bytes.length === 7) return Promise.reject(new PlainError('audio-too-long', 'Too long.'));
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'RIFF')
    return Promise.reject(new TypeError('no sound'));
  const view = new DataView(bytes.buffer, bytes.byteOffset + 44);
  const samples = Float32Array.from(
    { length: (bytes.length - 44) / 2 },
    (_, index) => view.getInt16(2 * index, true) / 32_768,
  );
  return Promise.resolve({ samples, rateHz: 16_000 });
};
const file = (path: string, bytes: Uint8Array): FileToRead => ({
  path,
  size: bytes.length,
  bytes: () => Promise.resolve(bytes),
});
async function all(files: readonly FileToRead[], taken?: ReadonlySet<string>): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  for await (const event of readRecordings(files, { forms: FORMS, decode, ...(taken ? { taken } : {}) }))
    events.push(event);
  return events;
}
const entries = (events: readonly ReadEvent[]): BankEntry[] =>
  events.flatMap((event) => (event.kind === 'recording' ? [event.recording.entry] : []));

const entry: BankEntry = {
  file: 'a.wav',
  form: 'mhm',
  delivery: 'soft',
  duration_ms: 500,
  rms_db: -13.5,
  encoder: 'e1',
  vector: [0.6, 0.8],
  energy: 2,
  polarity: 3,
  surprisal: 4,
  voiced_ms: 400,
  pitch_hz: null,
  pitch_range_st: null,
};
const bank: BankFile = {
  name: 'Mine',
  voice: 'me',
  rights: { licence: 'CC-BY-4.0', speaker: 'A', consent: 'The speaker agreed.' },
  recordings: [entry],
};

describe('bank.json', () => {
  it('comes back as it was written, the encoder once at the top', () => {
    const text = writeBankFile(bank, FORMS);
    expect(JSON.parse(text)).toMatchObject({ encoder: 'e1', forms: FORMS });
    expect(text.match(/encoder/g)).toHaveLength(1);
    expect(parseBankFile(text)).toEqual({ bank, spoilt: 0 });
  });
  it('keeps each encoder where they differ', () => {
    const mixed = { ...bank, recordings: [entry, { ...entry, file: 'b.wav', encoder: 'e2' }] };
    expect(parseBankFile(writeBankFile(mixed, FORMS)).bank).toEqual(mixed);
  });
  it('leaves out entries that make no sense', () => {
    const text = JSON.stringify({
      recordings: [entry, { file: 'x.wav' }, { ...entry, file: '../x.wav' }, { ...entry, vector: ['a'] }, 3],
    });
    expect(parseBankFile(text)).toMatchObject({ spoilt: 4, bank: { recordings: [{ file: 'a.wav' }] } });
  });
  it.each(['', '[]', '{"recordings":3}', 'no json'])('that is none (%s) is refused', (text) =>
    expect(() => parseBankFile(text)).toThrow(PlainError),
  );
  it('names new recordings so that no two are the same', () => {
    expect(freeName('spontC 1/…_yeah', new Set())).toBe('spontC-1-yeah.wav');
    expect(freeName('yeah', new Set(['yeah.wav', 'yeah-2.wav']))).toBe('yeah-3.wav');
    expect(freeName('../..', new Set())).toBe('clip.wav');
  });
});

describe('recordings read for a bank', () => {
  it('are taken by name; what cannot be used is said, the good ones are kept', async () => {
    const events = await all([
      file('in/yeah_1.wav', wav(200)),
      file('in/notes.txt', new Uint8Array(3)),
      file('in/mhm.mp3', new TextEncoder().encode('not sound')),
      file('in/aww.wav', wav(300)),
      file('in/silent_mhm.wav', encodeWav([new Float32Array(16_000)], 16_000)),
      file('in/long.wav', new Uint8Array(7)),
      { path: 'in/huge.wav', size: 90_000_000, bytes: () => Promise.reject(new Error('never read')) },
      { path: 'in/gone.wav', size: 10, bytes: () => Promise.reject(new Error('gone')) },
    ]);
    expect(entries(events).map(({ file, form, label }) => [file, form, label])).toEqual([
      ['yeah-1.wav', 'yeah', undefined],
      ['aww.wav', 'other', 'aww'],
    ]);
    const problems = events.flatMap((event) => (event.kind === 'problem' ? [event.error] : []));
    expect(problems.map(({ code }) => code)).toEqual([
      'not-audio',
      'recording-silent',
      'recording-long',
      'file-large',
      'file-unreadable',
    ]);
    expect(problems.map(({ message }) => message.split(' ')[0])).toEqual([
      'mhm.mp3',
      'silent_mhm.wav',
      'long.wav',
      'huge.wav',
      'gone.wav',
    ]);
  });

  it('come back from an exported archive with everything that was known of them', async () => {
    const pieces: Uint8Array[] = [];
    await zipBank(
      bank,
      FORMS,
      () => Promise.resolve(wav(200)),
      (piece) => pieces.push(piece),
    );
    const archive = Buffer.concat(pieces);
    const { entries: unpacked, problems } = await unzip(archive);
    expect(problems).toEqual([]);
    expect(unpacked.map(({ path }) => path)).toEqual(['bank.json', 'RIGHTS.txt', 'a.wav']);
    expect(new TextDecoder().decode(unpacked[1]?.bytes)).toBe(rightsText(bank));
    expect(rightsText(bank)).toContain('The speaker agreed.');
    const events = await all(unpacked.map(({ path, bytes }) => file(path, bytes)));
    expect(entries(events)).toEqual([entry]);
    expect(events[0]).toEqual({ kind: 'bank', bank });
    const [again] = entries(
      await all(
        unpacked.map(({ path, bytes }) => file(`x/${path}`, bytes)),
        new Set(['a.wav']),
      ),
    );
    expect(again).toEqual({ ...entry, file: 'a-2.wav' });
  });

  it('fall back to their names when bank.json is spoilt', async () => {
    const events = await all([file('bank.json', new TextEncoder().encode('{')), file('yeah.wav', wav(200))]);
    expect(events.map(({ kind }) => kind)).toEqual(['problem', 'recording']);
    expect(entries(events)).toMatchObject([{ file: 'yeah.wav', form: 'yeah' }]);
  });
});
