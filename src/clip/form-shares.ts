import type { Recording } from '../flow';
import type { EmbeddedContext } from './encoder';

/** How often people say each form: its share of the 29,672 backchannels of Switchboard's training half that are one of the 18. */
const PEOPLES: Readonly<Record<string, number>> = {
  absolutely: 0.0011,
  ah: 0.0021,
  cool: 0.0003,
  definitely: 0.0007,
  exactly: 0.0041,
  good: 0.005,
  mhm: 0.2149,
  mm: 0.011,
  oh: 0.0651,
  okay: 0.0246,
  really: 0.02,
  right: 0.1053,
  sure: 0.0105,
  'uh-huh': 0.2008,
  wow: 0.0105,
  yeah: 0.2955,
  yep: 0.0068,
  yes: 0.0216,
};
/**
 * Of the logarithm of these shares so much counts: with all of it two forms in three are "yeah" or "uh-huh", as on the telephone
 * in 1990; with none, forms that nobody expects turn up (docs/results/clips.md scores 0, 0.5 and 1).
 */
const COUNTED = 0.5;
/** The probability of a form that neither the context nor the voice tells anything about. */
const UNKNOWN = 0.01;

/** Probability of each form after a context, summing to 1; without a context, as often as people say them. */
export function formShares(context: Pick<EmbeddedContext, 'forms'> | null): ReadonlyMap<string, number> {
  const weights = Object.entries(PEOPLES).map(
    ([form, share]) => [form, share ** COUNTED * (context?.forms[form] ?? 1)] as const,
  );
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return new Map(weights.map(([form, weight]) => [form, weight / sum]));
}

/**
 * The share of a recording's form; of another form than the 18, the share of those that it sounds like.
 */
export function shareOf(
  { form, vector }: Pick<Recording, 'form' | 'vector'>,
  shares: ReadonlyMap<string, number>,
): number {
  const known = shares.get(form);
  if (known !== undefined) return known;
  return meanByLikeness(vector, [...shares.values()]) ?? UNKNOWN;
}

/**
 * The mean of a number of each form, by how much a recording sounds like the form; null without a vector. The first part of a
 * vector is that likeness, in the order of `forms`.
 */
export function meanByLikeness(vector: Recording['vector'], values: readonly number[]): number | null {
  let mean = 0;
  let sum = 0;
  for (const [index, value] of values.entries()) {
    const likeness = Math.max(0, vector?.[index] ?? 0);
    mean += likeness * value;
    sum += likeness;
  }
  return sum === 0 ? null : mean / sum;
}
