import type { Samples } from '../shared/units';

/** The processor's name in the AudioWorklet. */
export const TAP_PROCESSOR = 'mhm-tap';

/** From the audio thread: a piece of what went to the loudspeaker, its buffer transferred. Silence is not sent. */
export interface TapPiece {
  /** Counts the AudioContext's samples from its start. */
  readonly startFrame: Samples;
  /** 16-bit mono at the context's rate. */
  readonly samples: Int16Array<ArrayBuffer>;
}

/** To the audio thread: the end. */
export interface TapOrder {
  readonly kind: 'end';
}
