import { beforeAll, describe, expect, it } from 'vitest';
import type { WordsEvent } from '../flow';
import { seededRandom } from '../shared/random';
import type { PlainError } from '../shared/plain-error';
import { normaliseText } from '../shared/text';
import { samplesToMs } from '../shared/units';
import { hearAll, knownSpeech, wordsIn, wordsModels, type KnownSpeech } from '../testing/node/words';
import { wordErrors } from '../testing/word-measures';
import type { WordsModels } from './models';
import { createWordsStage } from './stage';

let models: WordsModels;
let speech: KnownSpeech;
let whole: readonly WordsEvent[];

beforeAll(async () => {
  models = await wordsModels();
  speech = await knownSpeech('dinner');
  whole = await hear(speech.samples);
});

const hear = (samples: Float32Array, options = {}): Promise<readonly WordsEvent[]> =>
  hearAll(createWordsStage(models), samples, options);
const textOf = (events: readonly WordsEvent[]): string =>
  normaliseText(
    wordsIn(events)
      .map(({ text }) => text)
      .join(' '),
  );
const seconds = (s: number): Float32Array => new Float32Array(s * 16_000);

describe('createWordsStage', () => {
  it('emits each word once, in order, none before it was said, and deals with all audio', () => {
    const events = whole;
    const said = normaliseText(speech.text).split(' ');
    const heard = textOf(events).split(' ');
    expect(heard.slice(0, 6)).toEqual(said.slice(0, 6));
    expect(Math.abs(heard.length - said.length)).toBeLessThanOrEqual(1);
    let lastMs = 0;
    for (const { startMs, endMs, heardMs } of wordsIn(events)) {
      expect(startMs).toBeGreaterThanOrEqual(lastMs);
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      expect(heardMs).toBeGreaterThanOrEqual(endMs);
      lastMs = endMs;
    }
    expect(events.filter(({ kind }) => kind === 'progress').at(-1)).toEqual({
      kind: 'progress',
      heardMs: samplesToMs(speech.samples.length),
    });
    const voice = events.flatMap((event) => (event.kind === 'voice' ? [event.speaking] : []));
    expect(voice[0]).toBe(true);
    expect(voice.at(-1)).toBe(false);
  });

  it('gives the same events for the same audio, however it is cut into frames', async () => {
    const stage = createWordsStage(models);
    const events: WordsEvent[] = [];
    for (let at = 0; at < speech.samples.length; at += 700)
      events.push(...(await stage.push({ startSample: at, samples: speech.samples.subarray(at, at + 700) })));
    events.push(...(await stage.flush()));
    expect(wordsIn(events)).toEqual(wordsIn(whole));
  });

  it('counts time from the first frame, so that a restarted stage goes on where the old one was', async () => {
    const later = wordsIn(await hear(speech.samples, { startSample: 1_600_000 }));
    expect(later.map(({ startMs }) => startMs - 100_000)).toEqual(
      wordsIn(whole).map(({ startMs }) => startMs),
    );
  });

  it('takes audio that is much too loud', async () => {
    const clipped = speech.samples.map((sample) => Math.max(-1, Math.min(1, sample * 8)));
    const heard = textOf(await hear(clipped)).split(' ');
    expect(wordErrors(normaliseText(speech.text).split(' '), heard)).toBeLessThanOrEqual(7);
    expect(heard).toEqual(expect.arrayContaining(['big', 'dinner', 'for', 'all', 'friends']));
  });

  it('hears values that are not numbers as silence, and says so once', async () => {
    const faults: PlainError[] = [];
    const stage = createWordsStage(models, { onFault: (fault) => faults.push(fault) });
    const broken = speech.samples.map((sample, n) => (n < 6400 ? (n % 2 ? Number.NaN : Infinity) : sample));
    const events = await hearAll(stage, broken);
    expect(textOf(events)).toMatch(/^yesterday we cooked/);
    expect(faults.map(({ code }) => code)).toEqual(['audio-broken']);
  });

  it('sheds passes and never audio when it cannot keep up', async () => {
    const events = await hear(speech.samples, { backlogMs: 5000 });
    const shed = events.flatMap((event) => (event.kind === 'shed' ? [event.passes] : []));
    expect(shed.length).toBeGreaterThan(3);
    expect(textOf(events)).toMatch(/^yesterday we cooked a big dinner/);
    expect(whole.filter(({ kind }) => kind === 'shed')).toEqual([]);
  });

  it.each<[string, () => Float32Array]>([
    ['no audio', () => seconds(0)],
    ['silence', () => seconds(5)],
    [
      'white noise',
      () => {
        const random = seededRandom(1);
        return seconds(8).map(() => 0.1 * (random() - 0.5));
      },
    ],
    ['hum', () => seconds(5).map((_, n) => 0.2 * Math.sin(n * 2 * Math.PI * (50 / 16_000)))],
    [
      'a click',
      () => {
        const samples = seconds(3);
        samples.fill(0.9, 16_000, 16_040);
        return samples;
      },
    ],
    ['music', () => melody(8)],
  ])('hears no words in %s', async (_, make) => {
    expect(wordsIn(await hear(make()))).toEqual([]);
  });

  it('needs no time for hours of silence', async () => {
    const stage = createWordsStage(models);
    const minute = seconds(60);
    for (let m = 0; m < 120; m++) await stage.push({ startSample: m * minute.length, samples: minute });
    const events = await hearAll(stage, speech.samples, { startSample: 120 * minute.length });
    expect(textOf(events)).toMatch(/^yesterday we cooked a big dinner/);
    expect(wordsIn(events)[0]?.startMs).toBeGreaterThan(120 * 60_000);
  });
});

/** Chords of decaying harmonics, like a plucked instrument. */
function melody(lengthS: number): Float32Array {
  const samples = seconds(lengthS);
  const notes = [262, 330, 392, 523, 440, 349, 294, 392];
  for (let n = 0; n < samples.length; n++) {
    const t = n / 16_000;
    const beat = Math.floor(t * 2);
    const since = t - beat / 2;
    for (const interval of [1, 1.25, 1.5])
      for (let harmonic = 1; harmonic <= 5; harmonic++)
        samples[n] =
          (samples[n] ?? 0) +
          (0.08 / harmonic) *
            Math.exp(-3 * since) *
            Math.sin(2 * Math.PI * (notes[beat % notes.length] ?? 262) * interval * harmonic * t);
  }
  return samples;
}
