import type { Samples } from '../shared/units';
import type { DecodedPiece } from './wav-reader';

/** Samples at full scale in a row that mark clipping: a clean peak touches the limit for one or two. */
const CLIPPED_RUN: Samples = 3;
const FULL_SCALE = 0.9995;

/** What was wrong with the samples of a file. */
export interface Faults {
  /** Samples that were no numbers. */
  notNumbers: Samples;
  /** Samples inside runs at full scale. */
  clipped: Samples;
  peak: number;
}

/** Makes one channel of several, and counts what is wrong with them. */
export interface MonoMixer {
  readonly faults: Readonly<Faults>;
  /** The mean of all channels, or only `channel`. The result is valid until the next call. */
  mix(piece: DecodedPiece): Float32Array;
}

export function createMonoMixer(channel: number | undefined): MonoMixer {
  const faults: Faults = { notNumbers: 0, clipped: 0, peak: 0 };
  let mixed = new Float32Array(0);
  return {
    faults,
    mix({ channelData }) {
      const used = channel === undefined ? channelData : channelData.slice(channel, channel + 1);
      const length = used[0]?.length ?? 0;
      if (mixed.length < length) mixed = new Float32Array(length);
      const mono = mixed.subarray(0, length);
      mono.fill(0);
      for (const samples of used) addChannel(mono, samples, 1 / used.length, faults);
      return mono;
    },
  };
}

function addChannel(mono: Float32Array, samples: Float32Array, weight: number, faults: Faults): void {
  let run = 0;
  for (let i = 0; i < mono.length; i++) {
    const value = samples[i] ?? 0;
    const magnitude = Math.abs(value);
    if (!Number.isFinite(value)) {
      faults.notNumbers++;
      continue;
    }
    run = magnitude >= FULL_SCALE ? run + 1 : 0;
    if (run === CLIPPED_RUN) faults.clipped += CLIPPED_RUN;
    else if (run > CLIPPED_RUN) faults.clipped++;
    if (magnitude > faults.peak) faults.peak = magnitude;
    mono[i] = (mono[i] ?? 0) + Math.max(-1, Math.min(1, value)) * weight;
  }
}
