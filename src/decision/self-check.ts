import * as v from 'valibot';
import type { Word } from '../flow';
import { readGolden } from '../shared/golden';
import { PlainError } from '../shared/plain-error';
import { PLANE_FROM, type DecisionModels, type DecisionPacks } from './models';
import { windowAt } from './window';

const ms = v.nullish(v.number(), null);
const goldenWord = v.union([
  v.strictTuple([v.number(), v.number(), v.string()]),
  v.strictTuple([v.number(), v.number(), v.string(), v.string()]),
]);
const backboneGolden = v.object({
  cases: v.pipe(
    v.array(
      v.object({
        words: v.array(goldenWord),
        text: v.string(),
        input_ids: v.array(v.number()),
        word_timing: v.array(v.array(v.number())),
        hidden: v.array(v.number()),
      }),
    ),
    v.minLength(1),
  ),
});
const headGolden = v.object({
  cases: v.pipe(
    v.array(
      v.object({
        words: v.array(goldenWord),
        bc: v.number(),
        tc: v.number(),
        silence_ms: v.number(),
        since_turn_ms: ms,
        since_backchannel_ms: ms,
        text: v.string(),
        condition: v.array(v.number()),
        p: v.array(v.number()),
      }),
    ),
    v.minLength(1),
  ),
});

/** One fixed question to the head, with the reference's answer. */
export type HeadCase = v.InferOutput<typeof headGolden>['cases'][number];
export type BackboneCase = v.InferOutput<typeof backboneGolden>['cases'][number];

/** The fixed inputs of both packs, with the reference's outputs. */
export interface DecisionGolden {
  readonly backbone: { readonly tolerance: number; readonly cases: readonly BackboneCase[] };
  readonly head: { readonly tolerance: number; readonly cases: readonly HeadCase[] };
}

/** Reads the golden files of both packs. Throws a `PlainError` when one is missing, damaged or malformed. */
export async function readDecisionGolden(packs: DecisionPacks): Promise<DecisionGolden> {
  const backbone = await readGolden(packs.backbone, backboneGolden);
  const head = await readGolden(packs.head, headGolden);
  return {
    backbone: { tolerance: backbone.tolerance, cases: backbone.golden.cases },
    head: { tolerance: head.tolerance, cases: head.golden.cases },
  };
}

/** The partner's words of a case, in ms. */
export const wordsOf = (given: Pick<HeadCase, 'words'>): Word[] =>
  given.words
    .filter(([, , , speaker = 'you']) => speaker === 'you')
    .map(([start, end, text]) => ({
      text,
      startMs: start * 1000,
      endMs: end * 1000,
      heardMs: end * 1000,
      speaker: 'you',
    }));

/**
 * The largest difference between what this device computes and the reference, for each pack in units of its tolerance: hidden
 * states by the root mean square of their numbers, since rounding to 8 bits moves single numbers by a whole step between
 * devices; probabilities each.
 */
export async function decisionDeviation(
  models: DecisionModels,
  golden: DecisionGolden,
): Promise<{ backbone: number; head: number }> {
  let backbone = 0;
  for (const given of golden.backbone.cases) {
    const words = wordsOf(given);
    const hidden = await models.hidden(windowAt(words, words.length - 1).words);
    backbone = Math.max(backbone, meanDifference(hidden, given.hidden));
  }
  let head = 0;
  for (const given of golden.head.cases) {
    const words = wordsOf(given);
    const { words: read, timing } = windowAt(words, words.length - 1);
    const condition = {
      dials: { bc: given.bc, tc: given.tc },
      silenceMs: given.silence_ms,
      sinceTurnMs: given.since_turn_ms,
      sinceBackchannelMs: given.since_backchannel_ms,
    };
    const ask = { hidden: await models.hidden(read), timing, condition };
    // Once alone, once as one of many, which another graph answers.
    for (const count of [1, PLANE_FROM]) {
      const p = await models.probabilities(Array.from({ length: count }, () => ask));
      head = Math.max(head, largestDifference(p.at(-1) ?? [], given.p));
    }
  }
  return { backbone: backbone / golden.backbone.tolerance, head: head / golden.head.tolerance };
}

/**
 * Runs both packs on their golden inputs, words to probabilities, on the device they were loaded on. Throws a `PlainError`
 * (`self-check-failed`) when it gives other numbers than the reference; also warms the graphs up.
 */
export async function selfCheckDecision(models: DecisionModels, packs: DecisionPacks): Promise<void> {
  const { backbone, head } = await decisionDeviation(models, await readDecisionGolden(packs));
  // Not "> 1": a deviation that is not a number must fail too.
  if (backbone <= 1 && head <= 1) return;
  throw new PlainError(
    'self-check-failed',
    `The decision model gives wrong numbers on this device (${models.backend}).`,
    'Update the browser, or try another one.',
  );
}

function largestDifference(got: ArrayLike<number>, wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Number.NaN;
  return wanted.reduce((worst, value, index) => {
    const difference = Math.abs((got[index] ?? Number.NaN) - value);
    return Number.isNaN(difference) || difference > worst ? difference : worst;
  }, 0);
}

function meanDifference(got: ArrayLike<number>, wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Number.NaN;
  const squares = wanted.reduce((sum, value, index) => sum + ((got[index] ?? Number.NaN) - value) ** 2, 0);
  return Math.sqrt(squares / wanted.length);
}
