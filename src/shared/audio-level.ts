import type { Db } from './units';

/** What silence is called, instead of minus infinity: below the last bit of 16-bit sound. */
export const SILENCE_DBFS: Db = -100;

/** Ratio of amplitudes for decibels. */
export const dbToGain = (db: Db): number => 10 ** (db / 20);

/** Decibels for a ratio of amplitudes, not below `SILENCE_DBFS`. */
export const gainToDb = (gain: number): Db => Math.max(SILENCE_DBFS, 20 * Math.log10(Math.max(gain, 1e-9)));

/** Mean square of `samples` in -1..1; 0 for none. */
export function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : sum / samples.length;
}

/** Level in dB of full scale, where a constant at full scale is 0 and a full-scale sine is -3. */
export const rmsDbfs = (samples: Float32Array): Db => gainToDb(Math.sqrt(meanSquare(samples)));

/** Largest magnitude. */
export function peak(samples: Float32Array): number {
  let highest = 0;
  for (const sample of samples) {
    const magnitude = Math.abs(sample);
    if (magnitude > highest) highest = magnitude;
  }
  return highest;
}
