import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Word, WordsEvent } from '../../flow';
import { decodeAudioFile } from '../../mic';
import { openPack, SMALL_SET, type Pack } from '../../packs';
import { createModelHost } from '../../packs/host';
import { FRAME_SAMPLES, type Ms } from '../../shared/units';
import { loadWordsModels, type WordsModels, type WordsPacks, type WordsStage } from '../../words';
import { nodeSource } from './models';

/** The words stage's packs of this repository. */
export async function wordsPacks(): Promise<WordsPacks> {
  return {
    vad: await openPack(nodeSource(), SMALL_SET.vad),
    recogniser: await openPack(nodeSource(), SMALL_SET.recogniser),
  };
}

/** Both models, loaded as the command line loads them. */
export const wordsModels = async (): Promise<WordsModels> =>
  loadWordsModels(createModelHost({ threads: 1 }), await wordsPacks());

/** A recording of a pack as 16 kHz mono. */
export const packSound = async (pack: Pack, path: string): Promise<Float32Array> =>
  (await decodeAudioFile(await pack.bytes(path))).samples;

/** A sentence spoken by espeak-ng, with the times of its words. */
export interface KnownSpeech {
  readonly samples: Float32Array;
  readonly text: string;
  readonly words: readonly { readonly text: string; readonly startMs: Ms; readonly endMs: Ms }[];
}

const FIXTURES = new URL('../fixtures/speech/', import.meta.url);

/** Reads one of `src/testing/fixtures/speech`, made by `training/scripts/make_speech_fixtures.py`. */
export async function knownSpeech(name: string): Promise<KnownSpeech> {
  const { samples } = await decodeAudioFile(await readFile(fileURLToPath(new URL(`${name}.flac`, FIXTURES))));
  const known = JSON.parse(await readFile(fileURLToPath(new URL(`${name}.json`, FIXTURES)), 'utf8')) as {
    text: string;
    words: { text: string; start_ms: Ms; end_ms: Ms }[];
  };
  return {
    samples,
    text: known.text,
    words: known.words.map((word) => ({ text: word.text, startMs: word.start_ms, endMs: word.end_ms })),
  };
}

/** Everything the stage says about `samples`, pushed frame by frame and flushed. */
export async function hearAll(
  stage: WordsStage,
  samples: Float32Array,
  options: { readonly startSample?: number; readonly backlogMs?: Ms } = {},
): Promise<readonly WordsEvent[]> {
  const first = options.startSample ?? 0;
  const events: WordsEvent[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const frame = { startSample: first + at, samples: samples.subarray(at, at + FRAME_SAMPLES) };
    events.push(...(await stage.push(frame, options.backlogMs)));
  }
  events.push(...(await stage.flush()));
  return events;
}

/** The words among events. */
export const wordsIn = (events: readonly WordsEvent[]): readonly Word[] =>
  events.flatMap((event) => (event.kind === 'word' ? [event.word] : []));
