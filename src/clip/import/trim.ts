import type { Sound } from '../../flow';
import { gainToDb, meanSquare, peak, rmsDbfs, SILENCE_DBFS } from '../../shared/audio-level';
import { msToSamples, samplesToMs } from '../../shared/units';
import type { Db, Ms, Samples } from '../../shared/units';

const FRAME_MS: Ms = 10;
/** Sound this much softer than the recording's loud part is still taken as voice, unless the background is as loud. */
const DEPTH_DB: Db = 32;
const ABOVE_BACKGROUND_DB: Db = 6;
/** What is nearer than this to the loud part is cut only where an end of the recording is steady background. */
const LEAST_DEPTH_DB: Db = 18;
const LEAST_DEPTH_NOISY_DB: Db = 6;
/** Kept around what was found: a soft onset, and the fall of the voice. */
const BEFORE_MS: Ms = 40;
const AFTER_MS: Ms = 100;
const FADE_MS: Ms = 5;
/** Background shorter than this says nothing about itself. */
const BACKGROUND_MS: Ms = 150;
/** Samples at full scale in a row that mark clipping: a clean peak touches the limit for one or two. */
const CLIPPED_RUN: Samples = 3;
const FULL_SCALE = 0.9995;

/** A recording cut to its voice, and what was measured on the way. */
export interface Trimmed {
  /** Mono, at the rate of what came in, faded at both ends. */
  readonly sound: Sound;
  /** Level of the voiced part. */
  readonly rmsDbfs: Db;
  /** From the first to the last loud moment. */
  readonly voiceMs: Ms;
  /** Level of what was cut off around it; null where too little was. */
  readonly backgroundDbfs: Db | null;
  readonly peakDbfs: Db;
  /** Share of samples inside runs at full scale. */
  readonly clippedShare: number;
}

/** Cuts silence off both ends. A recording that is silent throughout comes back whole, at `SILENCE_DBFS`. */
export function trimSound({ samples, rateHz }: Sound): Trimmed {
  const frame = msToSamples(FRAME_MS, rateHz);
  const levels: Db[] = [];
  for (let at = 0; at + frame <= samples.length; at += frame)
    levels.push(rmsDbfs(samples.subarray(at, at + frame)));
  const sorted = levels.toSorted((one, other) => one - other);
  const at = (share: number): Db => sorted[Math.round(share * (sorted.length - 1))] ?? SILENCE_DBFS;
  const [loud, soft] = [at(0.95), at(0.1)];
  const voiced = (level: Db): boolean => level > soft + ABOVE_BACKGROUND_DB;
  const edge = Math.max(levels.findIndex(voiced), levels.length - 1 - levels.findLastIndex(voiced));
  const leastDepth = edge * FRAME_MS >= BACKGROUND_MS ? LEAST_DEPTH_NOISY_DB : LEAST_DEPTH_DB;
  const threshold = Math.min(loud - leastDepth, Math.max(loud - DEPTH_DB, soft + ABOVE_BACKGROUND_DB));
  const first = levels.findIndex((level) => level > threshold);
  const last = levels.findLastIndex((level) => level > threshold);
  const measured = { peakDbfs: gainToDb(peak(samples)), clippedShare: clippedShare(samples) };
  if (first < 0 || loud <= SILENCE_DBFS)
    return {
      sound: { samples, rateHz },
      rmsDbfs: SILENCE_DBFS,
      voiceMs: 0,
      backgroundDbfs: null,
      ...measured,
    };
  const voice = samples.subarray(first * frame, (last + 1) * frame);
  const start = Math.max(0, first * frame - msToSamples(BEFORE_MS, rateHz));
  const end = Math.min(samples.length, (last + 1) * frame + msToSamples(AFTER_MS, rateHz));
  const cut = faded(samples.slice(start, end), msToSamples(FADE_MS, rateHz));
  return {
    sound: { samples: cut, rateHz },
    rmsDbfs: rmsDbfs(voice),
    voiceMs: samplesToMs(voice.length, rateHz),
    backgroundDbfs: background([samples.subarray(0, start), samples.subarray(end)], rateHz),
    ...measured,
  };
}

function background(parts: readonly Float32Array[], rateHz: number): Db | null {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (samplesToMs(length, rateHz) < BACKGROUND_MS) return null;
  const square = parts.reduce((sum, part) => sum + meanSquare(part) * part.length, 0) / length;
  return gainToDb(Math.sqrt(square));
}

function clippedShare(samples: Float32Array): number {
  let run = 0;
  let clipped = 0;
  for (const sample of samples) {
    run = Math.abs(sample) >= FULL_SCALE ? run + 1 : 0;
    if (run === CLIPPED_RUN) clipped += CLIPPED_RUN;
    else if (run > CLIPPED_RUN) clipped++;
  }
  return samples.length === 0 ? 0 : clipped / samples.length;
}

function faded(samples: Float32Array, length: Samples): Float32Array {
  const fade = Math.min(length, Math.floor(samples.length / 2));
  for (let i = 0; i < fade; i++) {
    const gain = (i + 0.5) / fade;
    const end = samples.length - 1 - i;
    samples[i] = (samples[i] ?? 0) * gain;
    samples[end] = (samples[end] ?? 0) * gain;
  }
  return samples;
}
