import * as v from 'valibot';
import { PlainError } from '../shared/plain-error';

const numbers = v.array(v.number());
/** A number over both dials: `p[i][j]` at `bc[i]` and `tc[j]`, linear in between, constant beyond the ends. */
const surface = v.pipe(
  v.looseObject({ bc: numbers, tc: numbers, p: v.array(numbers) }),
  v.check(
    ({ bc, tc, p }) =>
      bc.length > 0 &&
      tc.length > 0 &&
      isRising(bc) &&
      isRising(tc) &&
      p.length === bc.length &&
      p.every((row) => row.length === tc.length),
  ),
);
const rates = v.pipe(
  v.looseObject({ dial: numbers, corpus: numbers, simulated: numbers, low: numbers, high: numbers }),
  v.check(
    (curves) =>
      curves.dial.length > 0 &&
      isRising(curves.dial) &&
      [curves.corpus, curves.simulated, curves.low, curves.high].every(
        ({ length }) => length === curves.dial.length,
      ),
  ),
);
const dial = v.looseObject({
  quantiles: v.pipe(numbers, v.minLength(2)),
  rate_per_min: rates,
  late_rate_per_min: rates,
});

const isRising = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value > (values[index - 1] ?? Number.NEGATIVE_INFINITY));

const thresholds = v.looseObject({ backchannel: surface, turn_claim: surface });
const policy = v.looseObject({
  refractory_backchannel_ms: v.number(),
  refractory_turn_ms: v.number(),
  late_budget_ms: v.number(),
  claim_silence_at_zero_ms: v.number(),
  claim_after_backchannel_ms: v.number(),
  phrase_final_silence_ms: v.number(),
  mid_phrase_odds: v.pipe(v.number(), v.gtValue(0)),
  rejudge_every_ms: v.pipe(v.number(), v.minValue(1)),
  rejudge_until_ms: v.number(),
  thresholds,
});
/** `thresholds` are for words known at their end, `late_thresholds` for words as the recogniser tells them. */
const fittedPolicy = v.looseObject({ ...policy.entries, late_thresholds: thresholds });

const conditionPart = v.looseObject({
  name: v.string(),
  scale: v.picklist(['identity', 'flag', 'log1p_s', 'log1p_count']),
  max: v.optional(v.number()),
});

const headMeta = v.looseObject({
  condition: v.pipe(v.array(conditionPart), v.minLength(1)),
  policy: fittedPolicy,
  dials: v.looseObject({ c_bc: dial, c_tc: dial }),
});

/** One number of the condition vector: its name, its scaling and the largest raw value it takes. */
export type ConditionPart = v.InferOutput<typeof conditionPart>;
/** A number over both dials. */
export type Surface = v.InferOutput<typeof surface>;
/** The policy's fitted numbers, in ms and probabilities; `thresholds` are those in use. */
export type Policy = v.InferOutput<typeof policy>;
/** What the head's pack says about itself beyond what every pack says. */
export type HeadMeta = v.InferOutput<typeof headMeta>;

/** Reads the head's part of a pack's `meta.json`. Throws a `PlainError` (`pack-malformed`). */
export function parseHeadMeta(meta: unknown): HeadMeta {
  const read = v.safeParse(headMeta, meta);
  if (read.success) return read.output;
  throw new PlainError(
    'pack-malformed',
    `The description of the decision model is wrong at "${v.getDotPath(read.issues[0]) ?? 'meta.json'}".`,
    'Copy the pack again, whole.',
  );
}
