import type { Recording } from '../flow';
import type { EmbeddedContext } from './encoder';

/** The parts of a vector, in order: form, affect, voice. */
const FORMS = 18;

/** A recording's fit to a context. */
export interface Ranked<R> {
  readonly recording: R;
  /** Cosine of the two in the part of the space that tells forms, -1 to 1. */
  readonly score: number;
}

/**
 * Every recording by its fit to a context, best first; equals stay in their order. Recordings without a vector of the same
 * space come last, with score -1.
 */
export function rankRecordings<R extends Pick<Recording, 'vector'>>(
  recordings: readonly R[],
  context: Pick<EmbeddedContext, 'vector'>,
): readonly Ranked<R>[] {
  return recordings
    .map((recording) => ({ recording, score: contextFit(recording, context) }))
    .toSorted((one, other) => other.score - one.score);
}

/** How well a recording fits a context: the cosine of the two in the part that tells forms; -1 in another space. */
export function contextFit(
  { vector }: Pick<Recording, 'vector'>,
  { vector: context }: Pick<EmbeddedContext, 'vector'>,
): number {
  if (vector?.length !== context.length) return -1;
  let together = 0;
  let one = 0;
  let other = 0;
  for (let index = 0; index < FORMS; index++) {
    const [a = 0, b = 0] = [vector[index], context[index]];
    together += a * b;
    one += a * a;
    other += b * b;
  }
  return one === 0 || other === 0 ? 0 : together / Math.sqrt(one * other);
}
