import type { AudioFrame } from '../flow';
import { FRAME_SAMPLES, type Samples } from '../shared/units';

/** 512 samples and where they end; only the first `length` of them are audio. */
export interface Piece {
  readonly samples: Float32Array;
  readonly endSample: Samples;
  readonly length: Samples;
}

export interface FrameCutter {
  push(frame: AudioFrame): readonly Piece[];
  /** What is left, filled up with silence; null when nothing is. Starts anew. */
  flush(): Piece | null;
}

/** Cuts frames of any length into the 512 samples that voice activity is judged on. */
export function createFrameCutter(): FrameCutter {
  const held = new Float32Array(FRAME_SAMPLES);
  let filled = 0;
  let lastEnd: Samples = 0;
  return {
    push({ samples, startSample }) {
      const pieces: Piece[] = [];
      let at = 0;
      while (at < samples.length) {
        const take = Math.min(FRAME_SAMPLES - filled, samples.length - at);
        held.set(samples.subarray(at, at + take), filled);
        filled += take;
        at += take;
        if (filled === FRAME_SAMPLES) {
          pieces.push({ samples: held.slice(), endSample: startSample + at, length: FRAME_SAMPLES });
          filled = 0;
        }
      }
      lastEnd = startSample + samples.length;
      return pieces;
    },
    flush() {
      if (filled === 0) return null;
      const samples = held.slice().fill(0, filled);
      const piece = { samples, endSample: lastEnd + FRAME_SAMPLES - filled, length: filled };
      filled = 0;
      return piece;
    },
  };
}
