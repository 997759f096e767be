import type { AudioFrame } from '../flow';
import { SAMPLE_RATE_HZ } from '../shared/units';
import type { Samples } from '../shared/units';

/** The latest second of what comes in. */
export interface LastSound {
  push(frame: AudioFrame): void;
  /** 16 kHz, oldest first; shorter while there is less. */
  latest(): Float32Array;
}

/** Keeps the latest `kept` samples; a second by default. */
export function createLastSound(kept: Samples = SAMPLE_RATE_HZ): LastSound {
  const ring = new Float32Array(kept);
  let count = 0;
  return {
    push({ samples }) {
      const taken = samples.subarray(Math.max(0, samples.length - kept));
      const at = count % kept;
      const fits = taken.subarray(0, kept - at);
      ring.set(fits, at);
      ring.set(taken.subarray(fits.length), 0);
      count += taken.length;
    },
    latest() {
      if (count <= kept) return ring.slice(0, count);
      const at = count % kept;
      const sound = new Float32Array(kept);
      sound.set(ring.subarray(at), 0);
      sound.set(ring.subarray(0, at), kept - at);
      return sound;
    },
  };
}
