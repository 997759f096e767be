import type { ClipControls, Recording, Turn } from '../flow';
import { affectFit } from './affect-fit';
import { targetDistance } from './controls';
import { weighDelivery } from './delivery';
import type { EmbeddedContext } from './encoder';
import { meanByLikeness } from './form-shares';
import { lastSaid } from './said';
import { moodAfter, toneOf } from './tone';

/** The parts of a vector of the small space, in order: form, affect, voice. The first tells forms. */
const FORMS = 18;
/**
 * What a form loses that would hurt after the partner's words. Too little to undo a clear fit (people do say "wow" of a funeral),
 * enough that of forms that fit alike the hurtful one is not first.
 */
const HURTS = 0.2;
/** What a recording loses by sounding one point of the scale other than what is asked for. */
const OFF_TARGET = 1;

/** A recording as far as a ranking needs it. */
export type Rankable = Pick<Recording, 'vector'> & Partial<Recording>;

/** A recording's fit to a context. */
export interface Ranked<R> {
  readonly recording: R;
  /** How well its form fits, -1 to 1, less what speaks against it (hurtful, or not as asked for). */
  readonly score: number;
}

/** What a ranking may go by beside the context. */
export interface RankOptions {
  /** For the mood, which sets the order within a form. */
  readonly turns?: readonly Turn[];
  readonly controls?: ClipControls;
}

/**
 * Every recording by its fit to a context, best first. Within a form what sounds more fitting comes first; equals stay in their
 * order. Recordings of no known form without a vector of the same space have the fit -1.
 */
export function rankRecordings<R extends Rankable>(
  recordings: readonly R[],
  context: Pick<EmbeddedContext, 'vector' | 'forms'> & Partial<EmbeddedContext>,
  { turns = [], controls = {} }: RankOptions = {},
): readonly Ranked<R>[] {
  const said = lastSaid(turns);
  const mood = moodAfter(said.words, said.written);
  const sounds = affectFit(recordings, mood, controls);
  const hurtful = Object.keys(context.forms).map((form) => (toneOf(form, mood) === 0 ? 1 : 0));
  const ofForm = formFits(context.forms, hurtful);
  return recordings
    .map((recording) => {
      const { form = '', delivery = '' } = recording;
      const fit =
        ofForm.get(form) ??
        soundsLike(recording, context) - HURTS * (meanByLikeness(recording.vector, hurtful) ?? 0);
      return {
        recording,
        score: fit - OFF_TARGET * targetDistance(recording, controls),
        suits: sounds(recording) * weighDelivery({ delivery }, mood, said.written),
      };
    })
    .toSorted((one, other) => other.score - one.score || other.suits - one.suits)
    .map(({ recording, score }) => ({ recording, score }));
}

/** The fit of each form that the encoder knows: the cosine of the context with a recording of nothing but this form. */
function formFits(forms: EmbeddedContext['forms'], hurtful: readonly number[]): ReadonlyMap<string, number> {
  const logs = Object.entries(forms).map(([form, share]) => [form, Math.log(Math.max(share, 1e-9))] as const);
  const mean = logs.reduce((sum, [, log]) => sum + log, 0) / logs.length;
  const length = Math.sqrt(logs.reduce((sum, [, log]) => sum + (log - mean) ** 2, 0));
  return new Map(
    logs.map(([form, log], index) => [
      form,
      (length === 0 ? 0 : (log - mean) / length) - HURTS * (hurtful[index] ?? 0),
    ]),
  );
}

/** Whether a recording has a place in the space of a context. */
export const inSpaceOf = (
  { vector }: Pick<Recording, 'vector'>,
  context: Pick<EmbeddedContext, 'vector'>,
): boolean => vector?.length === context.vector.length;

/**
 * How much a recording sounds like what fits: the cosine of the two, in the small space in the part that tells forms; -1 in another
 * space.
 */
export function soundsLike(
  { vector = [] }: Pick<Recording, 'vector'>,
  { vector: context, space = 'small' }: Pick<EmbeddedContext, 'vector'> & Partial<EmbeddedContext>,
): number {
  if (vector.length !== context.length) return -1;
  const compared = space === 'small' ? FORMS : context.length;
  let together = 0;
  let one = 0;
  let other = 0;
  for (let index = 0; index < compared; index++) {
    const [a = 0, b = 0] = [vector[index], context[index]];
    together += a * b;
    one += a * a;
    other += b * b;
  }
  return one === 0 || other === 0 ? 0 : together / Math.sqrt(one * other);
}
