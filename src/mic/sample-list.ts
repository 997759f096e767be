import type { Samples } from '../shared/units';

/** A growing run of samples. */
export interface SampleList {
  readonly length: Samples;
  /** A place for at least `room` more samples, to be written from index `length` on. */
  reserve(room: Samples, share: number): Float32Array;
  /** Takes in `count` samples that were written to the reserved place. */
  add(count: Samples): void;
  /** What was added, without a copy. */
  all(): Float32Array;
}

/**
 * A list that asks for memory in few steps: it foresees its final length from the share of the file that was read so far,
 * so that two hours of sound are rarely copied and never held in many small parts.
 */
export function createSampleList(): SampleList {
  let samples = new Float32Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    reserve(room, share) {
      const needed = length + room;
      if (needed > samples.length) {
        const foreseen = share > 0 ? (needed / share) * 1.02 : 2 * needed;
        // A quiet start is packed densely and foretells too much: hence at most eight times what is there.
        const grown = new Float32Array(Math.ceil(Math.max(needed, 65_536, Math.min(foreseen, 8 * needed))));
        grown.set(samples.subarray(0, length));
        samples = grown;
      }
      return samples;
    },
    add(count) {
      length += count;
    },
    all: () => samples.subarray(0, length),
  };
}
