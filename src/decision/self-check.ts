import * as v from 'valibot';
import type { Word } from '../flow';
import { farthest, readGolden } from '../shared/golden';
import { PlainError } from '../shared/plain-error';
import { parseBackboneMeta } from './backbone-meta';
import type { DecisionPacks, PackLike } from './decision-packs';
import { PLANE_FROM, type DecisionModels } from './models';
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
const cachedGolden = v.object({
  cases: v.pipe(
    v.array(
      v.object({
        words: v.pipe(v.array(v.string()), v.minLength(1)),
        start: v.number(),
        input_ids: v.array(v.number()),
        word_ends: v.array(v.number()),
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
        /** What the backbone reads: the window's text, or each word's where there is a cache. */
        text: v.optional(v.string()),
        pieces: v.optional(v.array(v.string())),
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
/** The same for a backbone with a cache: words from the partner's first on, the tokens from `start` on. */
export type CachedCase = v.InferOutput<typeof cachedGolden>['cases'][number];

/** The fixed inputs of both packs, with the reference's outputs. */
export interface DecisionGolden {
  readonly backbone:
    | { readonly cached: false; readonly tolerance: number; readonly cases: readonly BackboneCase[] }
    | { readonly cached: true; readonly tolerance: number; readonly cases: readonly CachedCase[] };
  readonly head: { readonly tolerance: number; readonly cases: readonly HeadCase[] };
}

/** Reads the golden files of both packs. Throws a `PlainError` when one is missing, damaged or malformed. */
export async function readDecisionGolden(packs: DecisionPacks): Promise<DecisionGolden> {
  const head = await readGolden(packs.head, headGolden);
  return {
    backbone: await readBackboneGolden(packs.backbone),
    head: { tolerance: head.tolerance, cases: head.golden.cases },
  };
}

async function readBackboneGolden(pack: PackLike): Promise<DecisionGolden['backbone']> {
  if (parseBackboneMeta(pack.meta) === null) {
    const { tolerance, golden } = await readGolden(pack, backboneGolden);
    return { cached: false, tolerance, cases: golden.cases };
  }
  const { tolerance, golden } = await readGolden(pack, cachedGolden);
  return { cached: true, tolerance, cases: golden.cases };
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
 * The largest difference between what this device computes and the reference, for each pack in units of its tolerance. Hidden
 * states of the small set by the root mean square of their numbers, since rounding to 8 bits moves single numbers by a whole
 * step between devices; all else by each number. `tolerance` stands for the backbone's own where a variant has another.
 */
export async function decisionDeviation(
  models: DecisionModels,
  { backbone, head }: DecisionGolden,
  tolerance = backbone.tolerance,
): Promise<{ backbone: number; head: number }> {
  const away = backbone.cached
    ? await cachedDeviation(models, backbone.cases)
    : await windowDeviation(models, backbone.cases);
  return { backbone: away / tolerance, head: (await headDeviation(models, head.cases)) / head.tolerance };
}

async function windowDeviation(models: DecisionModels, cases: readonly BackboneCase[]): Promise<number> {
  let worst = 0;
  for (const given of cases) {
    const words = wordsOf(given);
    const hidden = await models.hidden(windowAt(words, words.length - 1));
    worst = Math.max(worst, meanDifference(hidden, given.hidden));
  }
  return worst;
}

/** Last words of a long case that are read one at a time, with the cache; those before them in one pass. */
const READ_SINGLY = 2;
const LONG_WORDS = 16;

async function cachedDeviation(models: DecisionModels, cases: readonly CachedCase[]): Promise<number> {
  let worst = 0;
  for (const given of cases) {
    const words = given.words.map((text) => ({ text, ...NO_TIME }));
    let hidden: Float32Array = new Float32Array();
    for (let left = words.length > LONG_WORDS ? READ_SINGLY : 0; left >= 0; left--)
      hidden = await models.hidden(windowAt(words, words.length - 1 - left, models.policy));
    worst = Math.max(worst, farthest(hidden, given.hidden));
  }
  await models.forget();
  return worst;
}

const NO_TIME = { startMs: 0, endMs: 0, heardMs: 0, speaker: 'you' } as const;

async function headDeviation(models: DecisionModels, cases: readonly HeadCase[]): Promise<number> {
  let worst = 0;
  for (const given of cases) {
    const words = wordsOf(given);
    const window = windowAt(words, words.length - 1, models.policy);
    const condition = {
      dials: { bc: given.bc, tc: given.tc },
      silenceMs: given.silence_ms,
      sinceTurnMs: given.since_turn_ms,
      sinceBackchannelMs: given.since_backchannel_ms,
    };
    const ask = { hidden: await models.hidden(window), timing: window.timing, condition };
    // Once alone, once as one of many, which another graph answers.
    for (const count of [1, PLANE_FROM]) {
      const p = await models.probabilities(Array.from({ length: count }, () => ask));
      worst = Math.max(worst, farthest(p.at(-1) ?? [], given.p));
    }
  }
  await models.forget();
  return worst;
}

/**
 * Runs both packs on their golden inputs, words to probabilities, on the device they were loaded on. Throws a `PlainError`
 * (`self-check-failed`) when it gives other numbers than the reference; also warms the graphs up.
 */
export async function selfCheckDecision(
  models: DecisionModels,
  packs: DecisionPacks,
  tolerance?: number,
): Promise<void> {
  const { backbone, head } = await decisionDeviation(models, await readDecisionGolden(packs), tolerance);
  // Not "> 1": a deviation that is not a number must fail too.
  if (backbone <= 1 && head <= 1) return;
  throw new PlainError(
    'self-check-failed',
    `The decision model gives wrong numbers on this device (${models.backend}).`,
    'Update the browser, or try another one.',
  );
}

function meanDifference(got: ArrayLike<number>, wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Number.NaN;
  const squares = wanted.reduce((sum, value, index) => sum + ((got[index] ?? Number.NaN) - value) ** 2, 0);
  return Math.sqrt(squares / wanted.length);
}
