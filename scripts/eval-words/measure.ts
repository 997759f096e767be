import type { Word } from '../../src/flow';
import { samplesToMs, type Ms } from '../../src/shared/units';
import { hearAll, knownSpeech, wordsIn } from '../../src/testing/node/words';
import { pairedWords, wordErrors } from '../../src/testing/word-measures';
import { createWordsStage, WORDS_RULES, type WordsModels } from '../../src/words';
import { plain } from '../../src/words/agreement';
import { readWords } from '../../src/words/hypothesis';
import { createReader } from '../../src/words/reader';
import { wordsOf, type Context } from './contexts';

/** What was measured on one recording; counts and times only, no words. */
export interface ContextResult {
  readonly name: string;
  /** Whether it was looked at while the rules were chosen. */
  readonly seen: boolean;
  readonly audio_s: number;
  readonly reference_words: number;
  readonly errors: { readonly at_once: number; readonly at_pauses: number; readonly streamed: number };
  /** Audio needed after each word's end, the ends taken from decoding at once. */
  readonly waits_ms: readonly number[];
}

export const FIXTURES = ['lake', 'hospital', 'dinner', 'book', 'train', 'story'];

/** Decodes one recording at once, only at its pauses, and streaming, and counts each way's errors. */
export async function measureContext(models: WordsModels, context: Context): Promise<ContextResult> {
  const { samples, reference } = context;
  const atOnce = await decodeAtOnce(models, samples);
  const neverMs = 1e9;
  const pausesOnly = {
    hopMs: neverMs,
    window: { ...WORDS_RULES.window, cutAfterMs: neverMs, longestMs: 60_000 },
  };
  const atPauses = await streamedWords(models, samples, pausesOnly);
  const streamed = await streamedWords(models, samples);
  const errorsOf = (words: readonly { readonly text: string }[]): number =>
    wordErrors(reference, wordsOf(words.map(({ text }) => text).join(' ')));
  return {
    name: context.name,
    seen: context.seen,
    audio_s: samplesToMs(samples.length) / 1000,
    reference_words: reference.length,
    errors: { at_once: errorsOf(atOnce), at_pauses: errorsOf(atPauses), streamed: errorsOf(streamed) },
    waits_ms: pairedWords(atOnce, streamed, plain).map(([known, heard]) => heard.heardMs - known.endMs),
  };
}

/** The whole recording in one pass, nothing forced. */
export async function decodeAtOnce(
  models: WordsModels,
  samples: Float32Array,
): Promise<readonly { readonly text: string; readonly startMs: Ms; readonly endMs: Ms }[]> {
  const { tokensPerSecond, extraTokens } = WORDS_RULES;
  const hypothesis = await models.recogniser.decode({
    samples,
    draft: [],
    maxTokens: Math.ceil((samplesToMs(samples.length) / 1000) * tokensPerSecond) + extraTokens,
  });
  return readWords(hypothesis, models.tokens, samples, models.recogniser.shape.samplesPerFrame);
}

export const streamedWords = async (
  models: WordsModels,
  samples: Float32Array,
  rules: Partial<typeof WORDS_RULES> = {},
): Promise<readonly Word[]> => wordsIn(await hearAll(createWordsStage(models, { rules }), samples));

/** Errors of word times on speech whose times are known, ms: streamed, and decoded at once. */
export interface TimeErrors {
  readonly words: number;
  readonly streamed: { readonly start: number[]; readonly end: number[]; readonly wait: number[] };
  readonly at_once: { readonly start: number[]; readonly end: number[] };
}

/** Compares word times with espeak-ng's. */
export async function measureTimes(models: WordsModels): Promise<TimeErrors> {
  const streamed = { start: [] as number[], end: [] as number[], wait: [] as number[] };
  const at_once = { start: [] as number[], end: [] as number[] };
  let words = 0;
  for (const name of FIXTURES) {
    const known = await knownSpeech(name);
    words += known.words.length;
    for (const [word, heard] of pairedWords(known.words, await streamedWords(models, known.samples), plain)) {
      streamed.start.push(heard.startMs - word.startMs);
      streamed.end.push(heard.endMs - word.endMs);
      streamed.wait.push(heard.heardMs - word.endMs);
    }
    for (const [word, heard] of pairedWords(known.words, await decodeAtOnce(models, known.samples), plain)) {
      at_once.start.push(heard.startMs - word.startMs);
      at_once.end.push(heard.endMs - word.endMs);
    }
  }
  return { words, streamed, at_once };
}

/** How long each pass over running speech takes, streaming through `contexts`. */
export async function measurePasses(
  models: WordsModels,
  contexts: readonly Context[],
): Promise<readonly Ms[]> {
  const passMs: Ms[] = [];
  const decode: WordsModels['recogniser']['decode'] = async (utterance) => {
    const startMs = performance.now();
    const hypothesis = await models.recogniser.decode(utterance);
    passMs.push(performance.now() - startMs);
    return hypothesis;
  };
  const recogniser = { ...models.recogniser, decode };
  const timed = { ...models, recogniser, reader: createReader(recogniser, models.tokens) };
  for (const { samples } of contexts) await streamedWords(timed, samples);
  return passMs;
}
