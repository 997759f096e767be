import { floatData, type ModelSession, type Tensor } from '../shared/model';
import { meanSquare } from '../shared/audio-level';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../shared/units';

/** Samples of the window before that Silero VAD wants in front of each window at 16 kHz (its `utils_vad.py`). */
const CONTEXT_SAMPLES = 64;
const STATE_DIMS = [2, 1, 128] as const;
/** Mean square below which a frame is digital silence: -70 dB of full scale, 20 dB below a quiet room's noise. */
const SILENT_MEAN_SQUARE = 10 ** (-70 / 10);
/** Silent frames in a row after which the model is left out, about as long as its memory of speech. */
const SILENT_FRAMES = 8;

/** Tells how likely each frame of 512 samples holds speech, 0..1. */
export interface Vad {
  probability(frame: Float32Array): Promise<number>;
}

/**
 * Silero VAD, one frame after another. In long digital silence the model is not run and its state starts afresh, so that hours of
 * silence cost nothing; the same audio always gives the same numbers.
 */
export function createVad(session: ModelSession): Vad {
  const rate: Tensor = { type: 'int64', data: new BigInt64Array([BigInt(SAMPLE_RATE_HZ)]), dims: [] };
  const fresh = (): Tensor => ({ type: 'float32', data: new Float32Array(2 * 128), dims: STATE_DIMS });
  let state = fresh();
  let context = new Float32Array(CONTEXT_SAMPLES);
  let silentFrames = 0;

  return {
    async probability(frame) {
      silentFrames = meanSquare(frame) < SILENT_MEAN_SQUARE ? silentFrames + 1 : 0;
      if (silentFrames >= SILENT_FRAMES) {
        if (silentFrames === SILENT_FRAMES) state = fresh();
        context = frame.slice(-CONTEXT_SAMPLES);
        return 0;
      }
      const input = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
      input.set(context);
      input.set(frame, CONTEXT_SAMPLES);
      context = frame.slice(-CONTEXT_SAMPLES);
      const result = await session.run({
        input: { type: 'float32', data: input, dims: [1, input.length] },
        state,
        sr: rate,
      });
      const next = result['stateN'];
      if (next) state = next;
      return floatData(result['output'], 'output')[0] ?? 0;
    },
  };
}
