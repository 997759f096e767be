import { strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeWav } from '../../pipeline';
import { PlainError } from '../../shared/plain-error';
import { fakeJudge, memoryBanks } from '../../testing/fake-banks';
import { tone } from '../../testing/signals';
import { takeFile, nextPrompt } from '../banks/recorder';
import type { BankStore } from '../banks/store';
import { createClipsApp } from './clips-app';
import type { ClipsOptions } from './clips-app';
import type { ClipsState } from './state';

const wav = (hz: number, seconds = 0.5): Uint8Array<ArrayBuffer> =>
  encodeWav([tone(hz, 16_000, Math.round(16_000 * seconds), 0.3)], 16_000);
const file = (name: string, bytes: Uint8Array<ArrayBuffer>): File =>
  Object.assign(new File([bytes], name), { webkitRelativePath: '' });

function start(part: Partial<ClipsOptions> = {}) {
  const told: string[] = [];
  let ids = 0;
  const app = createClipsApp({
    banks: memoryBanks(),
    openShipped: () =>
      Promise.resolve({
        recordings: [{ file: 'mhm.flac', form: 'mhm', delivery: 'soft', durationMs: 400, rmsDbfs: -20 }],
        sound: () => Promise.resolve({ samples: new Float32Array(10), rateHz: 16_000 }),
      }),
    loadJudge: () => Promise.resolve(fakeJudge()),
    context: () => {
      throw new TypeError('No sound in these tests.');
    },
    micId: () => null,
    speaking: 'shipped',
    onSpeaking: (id) => told.push(id),
    newId: () => `bank-${++ids}`,
    nowMs: () => ids,
    ...part,
  });
  app.actions.setMuted(true);
  const until = (holds: (state: ClipsState) => boolean): Promise<ClipsState> =>
    vi.waitUntil(() => (holds(app.store.getState()) ? app.store.getState() : undefined));
  return { app, told, until };
}

afterEach(() => vi.restoreAllMocks());

describe('the Clips page', () => {
  it('opens the shipped bank', async () => {
    const { until } = start();
    const { banks, shown } = await until(({ phase }) => phase === 'open');
    expect(banks).toMatchObject([{ id: 'shipped', own: false }]);
    expect(shown?.clips).toMatchObject([{ file: 'mhm.flac', label: 'mhm' }]);
  });

  it('takes recordings in, measures each once, and keeps both', async () => {
    const judge = fakeJudge();
    const banks = memoryBanks();
    const { app, until } = start({ banks, loadJudge: () => Promise.resolve(judge) });
    await until(({ phase }) => phase === 'open');
    await app.actions.importFiles([file('yeah.wav', wav(200)), file('x.wav', strToU8('none'))]);
    const { shown, report } = await until(({ shown }) => shown?.clips[0]?.vector !== undefined);
    expect(report).toMatchObject({
      taken: 1,
      problems: [expect.stringContaining('x.wav is not an audio file')],
    });
    expect(shown?.clips[0]).toMatchObject({ file: 'yeah.wav', form: 'yeah', polarity: 3 });
    await app.actions.showBank('shipped');
    await app.actions.showBank('bank-1');
    await until(({ shown, job }) => shown?.id === 'bank-1' && job === null);
    expect(judge.measured).toHaveLength(1);
    const again = start({ banks });
    const { banks: listed } = await again.until(({ phase }) => phase === 'open');
    expect(listed.map(({ id }) => id)).toEqual(['shipped', 'bank-1']);
  });

  it('measures a bank of another encoder again, and says so', async () => {
    const banks = memoryBanks();
    const first = start({ banks, loadJudge: () => Promise.resolve(fakeJudge('old@1')) });
    await first.until(({ phase }) => phase === 'open');
    await first.app.actions.importFiles([file('yeah.wav', wav(200)), file('mhm.wav', wav(150, 0.8))]);
    await first.until(({ shown, job }) => job === null && shown?.clips[1]?.vector !== undefined);
    const judge = fakeJudge('new@2');
    const { app, until } = start({ banks, loadJudge: () => Promise.resolve(judge) });
    await until(({ phase }) => phase === 'open');
    await app.actions.showBank('bank-1');
    const { report } = await until(({ report }) => report !== null);
    expect(report?.problems).toEqual([
      '2 of its recordings came with measures of other models; they were measured again.',
    ]);
    expect(judge.measured).toHaveLength(2);
    expect((await banks.entries('bank-1')).map(({ encoder }) => encoder)).toEqual(['new@2', 'new@2']);
  });

  it('gives a recording without a form in its name the one that it sounds like, where that is clear', async () => {
    const { app, until } = start();
    await until(({ phase }) => phase === 'open');
    await app.actions.importFiles([
      file('0001.wav', wav(200, 1)),
      file('0002.wav', wav(200, 0.3)),
      file('aww.wav', wav(200, 1)),
    ]);
    const { report, shown } = await until(({ report }) => (report?.problems.length ?? 0) > 0);
    expect(shown?.clips.map(({ form }) => form)).toEqual(['mhm', 'other', 'other']);
    expect(report?.problems).toEqual([expect.stringContaining('The form of 1 without one in the name')]);
  });

  it('keeps what came before the storage was full', async () => {
    const { app, until } = start({ banks: memoryBanks(60) });
    await until(({ phase }) => phase === 'open');
    await app.actions.importFiles(
      Array.from({ length: 80 }, (_, at) => file(`yeah_${at}.wav`, wav(150, 0.2))),
    );
    const { report, shown } = await until(({ report }) => report !== null);
    expect(report?.taken).toBe(50);
    expect(report?.problems.at(-1)).toBe('There is no room left. The 50 recordings before that are kept.');
    expect(shown?.clips).toHaveLength(50);
  });

  it('says that nothing can be kept, and shows the shipped bank all the same', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(new PlainError('storage-refused', 'No storage.', 'Allow it.'));
    const banks: BankStore = { ...memoryBanks(), list: refuse, save: refuse, keep: refuse };
    const { app, until } = start({ banks });
    await until(({ phase }) => phase === 'open');
    await app.actions.importFiles([file('yeah.wav', wav(200))]);
    const { faults, shown, report } = await until(({ job }) => job === null);
    expect(faults).toEqual([{ code: 'storage-refused', message: 'No storage.', todo: 'Allow it.' }]);
    expect(shown?.id).toBe('shipped');
    expect(report).toBeNull();
  });

  it('changes forms, names and rights, deletes, and tells Talk who speaks', async () => {
    const { app, told, until } = start();
    await until(({ phase }) => phase === 'open');
    await app.actions.importFiles([file('aww.wav', wav(200)), file('yeah.wav', wav(180))]);
    await until(({ job, shown }) => job === null && shown?.clips[1]?.vector !== undefined);
    await app.actions.setForm(['aww.wav'], 'ah');
    await app.actions.renameBank('bank-1', '  Anna  ');
    await app.actions.setRights('bank-1', { licence: 'CC0-1.0' });
    app.actions.speakWith('bank-1');
    const state = app.store.getState();
    expect(state.shown).toMatchObject({ name: 'Anna', rights: { licence: 'CC0-1.0' } });
    expect(state.shown?.clips.map(({ form, label }) => [form, label])).toEqual([
      ['ah', 'ah'],
      ['yeah', 'yeah'],
    ]);
    await app.actions.removeClips(['yeah.wav']);
    expect(app.store.getState().shown?.clips).toHaveLength(1);
    // Told again: what Talk had loaded still says "yeah".
    expect(told).toEqual(['bank-1', 'bank-1']);
    await app.actions.removeBank('bank-1');
    expect(told).toEqual(['bank-1', 'bank-1', 'shipped']);
    expect(app.store.getState()).toMatchObject({ speaking: 'shipped', shown: { id: 'shipped' } });
  });

  it('answers the newest sentence, and says when it cannot', async () => {
    const { app, until } = start();
    // Before the bank is there.
    void app.actions.tryText('too soon');
    await until(({ sentence }) => sentence.kind === 'ready' && sentence.text === 'too soon');
    void app.actions.tryText('an old one');
    await app.actions.tryText('eight ch');
    expect(app.store.getState().sentence).toMatchObject({
      kind: 'ready',
      text: 'eight ch',
      ranking: [{ file: 'mhm.flac', score: 1 }],
      forms: [{ form: 'mhm' }, { form: 'yeah' }],
      nearest: [{ similarity: 0.9 }],
    });
    const empty = start({ openShipped: () => Promise.reject(new PlainError('pack-missing', 'No bank.')) });
    void empty.app.actions.tryText('too soon');
    expect((await empty.until(({ phase }) => phase === 'open')).sentence).toEqual({ kind: 'none' });
    const broken = start({ loadJudge: () => Promise.reject(new PlainError('pack-missing', 'No models.')) });
    await broken.until(({ phase }) => phase === 'open');
    await broken.app.actions.tryText('hello');
    expect(broken.app.store.getState()).toMatchObject({
      sentence: { kind: 'none' },
      faults: [{ code: 'pack-missing' }],
    });
  });

  it('reads an archive, and refuses what is none', async () => {
    const { app, until } = start();
    await until(({ phase }) => phase === 'open');
    const archive = zipSync({
      'in/mhm.wav': wav(140),
      '../out/yeah.wav': wav(150),
    });
    await app.actions.importFiles([file('mine.zip', archive), file('none.zip', wav(100))]);
    const { report } = await until(({ report }) => report !== null);
    expect(report).toMatchObject({ title: 'mine', taken: 1 });
    expect(report?.problems).toEqual([
      expect.stringContaining('leads out of it'),
      expect.stringContaining('none.zip: This is not a zip archive'),
    ]);
  });
});

describe('the recorder’s order', () => {
  const prompts = (['a', 'b', 'c'] as const).map((form) => ({ form, mood: 'plain' as const, line: '' }));
  const done = (...at: number[]) =>
    new Set(at.map((one) => takeFile(prompts[one] ?? { form: '', mood: 'plain', line: '' })));
  it('goes on to the next one that is missing, comes back for those left out, and ends', () => {
    expect(nextPrompt(prompts, done())).toBe(0);
    expect(nextPrompt(prompts, done(0), 1)).toBe(1);
    expect(nextPrompt(prompts, done(0, 2), 3)).toBe(1);
    expect(nextPrompt(prompts, done(0, 1, 2), 1)).toBe(3);
  });
});
