import type { Db, Samples } from '../shared/units';

/** One level every 8 ms. */
export const LEVEL_SAMPLES: Samples = 128;
const FLOOR_DB: Db = -100;

/** The level of each 8 ms in dB of full scale; a last partial one is left out. */
export function levelsOf(samples: Float32Array): Float32Array {
  const levels = new Float32Array(Math.floor(samples.length / LEVEL_SAMPLES));
  for (let index = 0; index < levels.length; index++) {
    let sum = 0;
    for (let n = index * LEVEL_SAMPLES; n < (index + 1) * LEVEL_SAMPLES; n++) sum += (samples[n] ?? 0) ** 2;
    levels[index] = Math.max(FLOOR_DB, 10 * Math.log10(sum / LEVEL_SAMPLES + 1e-12));
  }
  return levels;
}

/** The level above which a stretch sounds like speech and not like the pause beside it: a third of the way up from the noise. */
export function speechLevel(levels: Float32Array): Db {
  if (levels.length === 0) return FLOOR_DB;
  const sorted = levels.toSorted();
  const noise = sorted[Math.floor(0.1 * (sorted.length - 1))] ?? FLOOR_DB;
  const speech = sorted[Math.floor(0.95 * (sorted.length - 1))] ?? FLOOR_DB;
  return Math.max(noise + (speech - noise) / 3, speech - 40);
}
