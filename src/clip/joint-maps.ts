import * as v from 'valibot';
import { PlainError } from '../shared/plain-error';

/* The Python twin, which fits these maps and says what they are, is `training/mhm_training/joint.py`. */

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const jointMeta = v.looseObject({
  forms: v.array(v.string()),
  sizes: v.object({
    voice: count,
    words: count,
    speaker: count,
    prosody: count,
    form: count,
    affect: count,
    rest: count,
  }),
  sharpness: v.number(),
  words_weight: v.number(),
  prosody_weight: v.number(),
  prosody_clip: v.number(),
  parts: v.strictTuple([v.number(), v.number(), v.number()]),
  sound: v.strictTuple([v.number(), v.number()]),
});
const affectMeta = v.looseObject({ form_weight: v.number() });

/** What was heard of one recording. */
export interface Heard {
  /** The voice encoder's pooled states: [2304]. */
  readonly voice: Float32Array;
  /** Those of the recogniser's encoder: [576]. */
  readonly words: Float32Array;
  /** Those of the speaker encoder: [1024]. */
  readonly speaker: Float32Array;
}

/** What the maps say about one recording. */
export interface Mapped {
  /** Unit length. */
  readonly vector: readonly number[];
  /** Probability of each form as it sounds, in the order of `forms`. */
  readonly forms: readonly number[];
  /** Energy, polarity, surprisal, 1 to 5. */
  readonly affect: readonly [number, number, number];
}

/** Linear maps from what was heard and prosody to form, affect and one vector. */
export interface JointMaps {
  readonly forms: readonly string[];
  map(heard: Heard, prosody: readonly number[]): Mapped;
  /** The unit vector of a context from how much each form gains by it. */
  contextVector(gains: readonly number[]): readonly number[];
}

/** Reads the packs' numbers. Throws a `PlainError` (`pack-malformed`) when they do not fit together. */
export function readJointMaps(
  joint: { readonly meta: unknown; readonly bytes: Uint8Array },
  affect: { readonly meta: unknown; readonly bytes: Uint8Array },
): JointMaps {
  const meta = v.safeParse(jointMeta, joint.meta);
  const rated = v.safeParse(affectMeta, affect.meta);
  if (!meta.success || !rated.success) throw malformed();
  const { sizes, parts, sharpness, words_weight, prosody_weight, prosody_clip, forms, sound } = meta.output;
  const wordsEnd = sizes.voice + sizes.words;
  const heardSize = wordsEnd + sizes.speaker;
  const inputs = heardSize + sizes.prosody;
  const take = reader(joint.bytes);
  const middle = take(inputs);
  const spread = take(inputs);
  const formMap = { weights: take(inputs * sizes.form), bias: take(sizes.form) };
  const affectMiddle = take(sizes.affect);
  const affectSpread = take(sizes.affect);
  const axes = { weights: take((sound[1] - sound[0]) * sizes.rest), bias: take(sizes.rest) };
  const takeAffect = reader(affect.bytes);
  const affectMap = {
    weights: takeAffect((inputs + sizes.form) * sizes.affect),
    bias: takeAffect(sizes.affect),
  };
  return {
    forms,
    map({ voice, words, speaker }, prosody) {
      const raw = [...voice, ...words, ...speaker, ...prosody];
      const z = raw.map((value, index) => {
        const scaled = (value - (middle[index] ?? 0)) / (spread[index] ?? 1);
        if (index >= sizes.voice && index < wordsEnd) return scaled * words_weight;
        if (index < heardSize) return scaled;
        return Math.max(-prosody_clip, Math.min(prosody_clip, scaled)) * prosody_weight;
      });
      const shares = softmax(apply(formMap, z).map((score) => sharpness * score));
      const withForms = [...z, ...shares.map((share) => rated.output.form_weight * share)];
      const [energy = 3, polarity = 3, surprisal = 3] = apply(affectMap, withForms).map((value) =>
        Math.max(1, Math.min(5, value)),
      );
      const meant = [energy, polarity, surprisal].map(
        (value, index) =>
          (value - (affectMiddle[index] ?? 0)) / (affectSpread[index] ?? 1) / Math.sqrt(sizes.affect),
      );
      const vector = unit([
        ...unit(shares).map((value) => parts[0] * value),
        ...meant.map((value) => parts[1] * value),
        ...unit(apply(axes, z.slice(...sound))).map((value) => parts[2] * value),
      ]);
      return { vector, forms: shares, affect: [energy, polarity, surprisal] };
    },
    contextVector(gains) {
      const mean = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length);
      const rest = Array.from({ length: sizes.affect + sizes.rest }, () => 0);
      return unit([...gains.map((gain) => gain - mean), ...rest]);
    },
  };
}

/** Scaled to length 1; zeros stay zeros. */
export function unit(values: readonly number[]): readonly number[] {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / Math.max(length, 1e-9));
}

/** Scores as probabilities. */
export function softmax(scores: readonly number[]): readonly number[] {
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const sum = shares.reduce((one, other) => one + other, 0);
  return shares.map((share) => share / sum);
}

/** Inputs times weights [inputs, outputs] plus bias. */
function apply(
  { weights, bias }: { readonly weights: Float32Array; readonly bias: Float32Array },
  inputs: readonly number[],
): readonly number[] {
  const out = Array.from(bias, Number);
  for (const [row, value] of inputs.entries())
    for (let column = 0; column < out.length; column++)
      out[column] = (out[column] ?? 0) + value * (weights[row * out.length + column] ?? 0);
  return out;
}

function reader(bytes: Uint8Array): (size: number) => Float32Array {
  const numbers = new Float32Array(bytes.slice().buffer);
  let at = 0;
  return (size) => {
    if (at + size > numbers.length) throw malformed();
    at += size;
    return numbers.subarray(at - size, at);
  };
}

const malformed = (): PlainError =>
  new PlainError(
    'pack-malformed',
    'The packs of the joint space do not fit together.',
    'Copy them again, whole.',
  );
