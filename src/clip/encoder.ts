import type { NearContext, Turn } from '../flow';
import { PlainError } from '../shared/plain-error';
import { SAMPLE_RATE_HZ, type Hz, type Ms, type Samples } from '../shared/units';
import type { ClipModels, ContextModels } from './encoder-models';
import { softmax } from './joint-maps';
import { measureProsody, prosodyValues } from './prosody';

/** What the models say about one recording. */
export interface EmbeddedRecording {
  /** Its place in the joint space, a unit vector. */
  readonly vector: readonly number[];
  /** How it sounds to listeners, 1 to 5. */
  readonly energy: number;
  readonly polarity: number;
  readonly surprisal: number;
  readonly voicedMs: Ms;
  /** Null where nothing is voiced. */
  readonly pitchHz: Hz | null;
  readonly pitchRangeSt: number | null;
  /** Which form it sounds like, the likeliest first. */
  readonly heardForms: readonly { readonly form: string; readonly probability: number }[];
}

/** The set of packs that a space belongs to; vectors of the two cannot be compared. */
export type Space = 'small' | 'full';

/** What the models say about a context. */
export interface EmbeddedContext {
  readonly space: Space;
  /** A unit vector in the space of the recordings. */
  readonly vector: readonly number[];
  /** Probability of each form were all equally frequent; sums to 1. */
  readonly forms: Readonly<Record<string, number>>;
  /** Written utterances that it is like, the nearest first; absent where nobody asked (`withNearest`). */
  readonly nearest?: readonly NearContext[];
}

/** What a context is. Each encoder takes what it goes by: the small one the turns, the full one the state and the voice. */
export interface ContextInput {
  /** Up to five count. */
  readonly turns: readonly Turn[];
  /** The decision backbone's hidden state at the partner's last word. */
  readonly state?: Float32Array;
  /** The partner's last second, 16 kHz, or what there is of it. */
  readonly voice?: Float32Array;
}

/** Places contexts; the same in a worker and in this thread. */
export interface ContextEncoder {
  embedContext(context: ContextInput): Promise<EmbeddedContext>;
}

/** Places contexts and recordings in one space; the same in a worker and in this thread. */
export interface ClipEncoder extends ContextEncoder {
  /** What made the vectors; vectors of another maker cannot be compared with them. */
  readonly encoder: string;
  /** 16 kHz mono. Rejects with a `PlainError`: `clip-silent`, `clip-long`, `clip-broken`. */
  embedRecording(samples16k: Float32Array): Promise<EmbeddedRecording>;
}

const LONGEST: Samples = 8 * SAMPLE_RATE_HZ;
/** Nothing said aloud is so soft: -66 dB of full scale at its peak. */
const SILENT = 0.0005;
const LIKELIEST = 3;

/** The context's encoder in this thread, over loaded tables. */
export function createContextEncoder(models: ContextModels): ContextEncoder {
  const { maps } = models;
  return {
    embedContext({ turns }) {
      const gained = models.gains(turns);
      const shares = softmax(gained);
      const forms = Object.fromEntries(maps.forms.map((form, index) => [form, shares[index] ?? 0]));
      return Promise.resolve({ space: 'small', vector: maps.contextVector(gained), forms });
    },
  };
}

/** The encoders in this thread, over loaded models. */
export function createClipEncoder(models: ClipModels): ClipEncoder {
  const { maps } = models;
  return {
    ...createContextEncoder(models),
    encoder: models.encoder,
    async embedRecording(samples) {
      checkSamples(samples);
      const found = measureProsody(samples);
      const { vector, forms, affect } = maps.map(await models.heard(samples), prosodyValues(found));
      const [energy, polarity, surprisal] = affect;
      const { voicedMs, pitchHz, pitchRangeSt } = found;
      const heardForms = maps.forms
        .map((form, index) => ({ form, probability: forms[index] ?? 0 }))
        .toSorted((one, other) => other.probability - one.probability)
        .slice(0, LIKELIEST);
      return { vector, energy, polarity, surprisal, voicedMs, pitchHz, pitchRangeSt, heardForms };
    },
  };
}

function checkSamples(samples: Float32Array): void {
  let peak = 0;
  for (const value of samples) {
    if (!Number.isFinite(value))
      throw new PlainError(
        'clip-broken',
        'The recording holds values that are no sound.',
        'Record or export it again.',
      );
    peak = Math.max(peak, Math.abs(value));
  }
  if (peak < SILENT)
    throw new PlainError('clip-silent', 'The recording is silent.', 'Choose one with a voice in it.');
  if (samples.length > LONGEST)
    throw new PlainError(
      'clip-long',
      `The recording is ${Math.round(samples.length / SAMPLE_RATE_HZ)} s long; a backchannel has at most 8 s.`,
      'Cut out the backchannel.',
    );
}
