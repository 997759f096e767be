import type { Samples } from '../shared/units';

/** The processor's name in the AudioWorklet. */
export const CAPTURE_PROCESSOR = 'mhm-capture';

/** From the audio thread: one frame of `FRAME_SAMPLES` at 16 kHz, its buffer transferred. */
export interface CaptureFrame {
  readonly kind: 'frame';
  /** Counts the capture's 16 kHz samples from its start. */
  readonly startSample: Samples;
  /** The AudioContext's time, in seconds, of this capture's sample 0; it never changes. */
  readonly originS: number;
  readonly samples: Float32Array<ArrayBuffer>;
}

/** To the audio thread: an empty buffer for a coming frame, so that the thread need not allocate; or the end. */
export type CaptureOrder =
  { readonly kind: 'buffer'; readonly samples: Float32Array<ArrayBuffer> } | { readonly kind: 'end' };
