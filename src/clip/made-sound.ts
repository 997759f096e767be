import { SAMPLE_RATE_HZ, type Samples } from '../shared/units';

/** Numerical Recipes' generator: x -> 1664525 x + 1013904223 modulo 2^32. */
const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;
const MODULUS = 2 ** 32;

/** Three sines under a slow swell, and noise: a sound to check encoders with. The twin is `made_sound` in `full_voice.py`. */
export function madeSound(samples: Samples, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: samples }, (_, index) => {
    const turn = (2 * Math.PI * index) / SAMPLE_RATE_HZ;
    const tones = Math.sin(220 * turn) + Math.sin(440 * turn) / 2 + Math.sin(1330 * turn) / 4;
    state = (Math.imul(state, MULTIPLIER) + INCREMENT) >>> 0;
    return 0.2 * tones * (0.6 + 0.4 * Math.sin(3 * turn)) + 0.02 * ((2 * state) / MODULUS - 1);
  });
}
