import { createResampler } from '../shared/resample';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Hz, type Samples } from '../shared/units';

/** Cuts a stream of any rate into 16 kHz frames. */
export interface FrameCutter {
  /** Takes a block in; calls `onFrame` for every frame that it completes. */
  push(block: Float32Array): void;
}

/**
 * Makes the cutter of the audio thread. `takeBuffer` gives the buffer for a frame, `onFrame` may keep it. Blocks longer than
 * `blockSamples` are an error of the caller.
 */
export function createFrameCutter(
  rateHz: Hz,
  blockSamples: Samples,
  takeBuffer: () => Float32Array<ArrayBuffer>,
  onFrame: (startSample: Samples, samples: Float32Array<ArrayBuffer>) => void,
): FrameCutter {
  const resampler = createResampler(rateHz, SAMPLE_RATE_HZ);
  const ready = new Float32Array(resampler.maxOutput(blockSamples));
  let frame = takeBuffer();
  let filled = 0;
  let startSample = 0;
  return {
    push(block) {
      const count = resampler.push(block, ready);
      for (let i = 0; i < count; i++) {
        frame[filled++] = ready[i] ?? 0;
        if (filled < FRAME_SAMPLES) continue;
        onFrame(startSample, frame);
        startSample += FRAME_SAMPLES;
        frame = takeBuffer();
        filled = 0;
      }
    },
  };
}
