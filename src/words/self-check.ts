import * as v from 'valibot';
import type { Pack } from '../packs';
import { PlainError } from '../shared/plain-error';
import { FRAME_SAMPLES } from '../shared/units';
import type { WordsModels, WordsPacks } from './models';

const vadGolden = v.object({ pcm16_base64: v.string(), probability: v.array(v.number()) });
const recogniserGolden = v.object({
  pcm16_base64: v.string(),
  tokens: v.array(v.number()),
  at_once_log_prob: v.array(v.number()),
  at_once_centre_frame: v.array(v.number()),
});

/** How far the place that a token looks at may move between devices, in frames of 24 ms. */
const CENTRE_TOLERANCE_FRAMES = 1;

/**
 * Runs both models on their packs' golden input and compares with the reference's numbers. Throws a `PlainError`
 * (`self-check-failed`) that names the pack and the device.
 */
export async function selfCheckWords(models: WordsModels, packs: WordsPacks): Promise<void> {
  if (!(await vadIsRight(models, packs.vad))) throw wrongNumbers(packs.vad, models);
  if (!(await recogniserIsRight(models, packs.recogniser))) throw wrongNumbers(packs.recogniser, models);
}

async function vadIsRight(models: WordsModels, pack: Pack): Promise<boolean> {
  const golden = v.parse(vadGolden, await pack.json(goldenPath(pack)));
  const samples = fromBase64Pcm16(golden.pcm16_base64);
  const vad = models.newVad();
  const found: number[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES)
    found.push(await vad.probability(samples.subarray(at, at + FRAME_SAMPLES)));
  return isNear(found, golden.probability, pack.meta.tolerance ?? 0);
}

async function recogniserIsRight(models: WordsModels, pack: Pack): Promise<boolean> {
  const golden = v.parse(recogniserGolden, await pack.json(goldenPath(pack)));
  const samples = fromBase64Pcm16(golden.pcm16_base64);
  const maxTokens = golden.tokens.length + 4;
  const greedy = await models.recogniser.decode({ samples, draft: [], maxTokens });
  if (greedy.tokens.join() !== golden.tokens.join()) return false;
  const { tokens, logProbs, attention } = await models.recogniser.decode({
    samples,
    draft: golden.tokens,
    maxTokens,
  });
  return (
    tokens.join() === golden.tokens.join() &&
    isNear(logProbs, golden.at_once_log_prob, pack.meta.tolerance ?? 0) &&
    isNear(attention.map(centre), golden.at_once_centre_frame, CENTRE_TOLERANCE_FRAMES)
  );
}

const goldenPath = (pack: Pack): string => pack.meta.golden ?? 'golden.json';

const centre = (row: Float32Array): number => row.reduce((sum, weight, frame) => sum + weight * frame, 0);

/** Equal in length and nowhere further apart than `tolerance`; a NaN is never near. */
const isNear = (found: readonly number[], wanted: readonly number[], tolerance: number): boolean =>
  found.length === wanted.length &&
  wanted.every((value, index) => Math.abs(value - (found[index] ?? Number.NaN)) <= tolerance);

/** Samples from 16-bit numbers, as golden files hold them. */
export function fromBase64Pcm16(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 2 }, (_, n) => view.getInt16(2 * n, true) / 32_768);
}

const wrongNumbers = (pack: Pack, models: WordsModels): PlainError =>
  new PlainError(
    'self-check-failed',
    `The model ${pack.id} gives wrong numbers on this device (${models.backend}).`,
    'Use another browser or another machine.',
  );
