import type { AudioFrame } from '../flow';
import type { Scope } from '../shared/scope';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Ms, type Samples } from '../shared/units';
import { openCapture, type OpenCapture } from './capture.client';

/** Frames between the decision to start and the first one: time to schedule the sound that the person hears. */
const LEAD_FRAMES = 4;

/** The frames of a recording (16 kHz mono) in order, as fast as they are taken; the last is filled up with zeros. */
export function* frames(samples: Float32Array): Generator<AudioFrame> {
  for (let start = 0; start < samples.length; start += FRAME_SAMPLES) yield frameAt(samples, start);
}

export interface PlayFileOptions {
  /** 16 kHz mono. */
  readonly samples: Float32Array;
  /** Its clock paces the frames. */
  readonly context: AudioContext;
  /** Let the person hear the file too, in step with the frames. */
  readonly monitor: boolean;
  readonly onFrame: (frame: AudioFrame) => void;
  /** After the last frame. Frames of silence may still be wanted by then: the caller sends them with `goOn`. */
  readonly onEnd: () => void;
  readonly capture?: OpenCapture;
}

/** A file that stands in for the microphone. */
export interface FilePlayer {
  /** The session's time of a moment on the AudioContext's clock. */
  toSessionMs(contextTimeS: number): Ms;
}

/**
 * Plays a file in place of the microphone at real-time pace. The audio thread's own frames are the clock, so that a hidden
 * tab does not slow it; after the file's end frames of silence go on until the scope ends, as a microphone's would.
 */
export async function playFile(scope: Scope, options: PlayFileOptions): Promise<FilePlayer> {
  const { samples, context, onFrame, onEnd } = options;
  let firstTick: Samples | null = null;
  let ended = false;
  return new Promise((resolve, reject) => {
    // A file that is stopped before it began must not keep anybody waiting.
    scope.own(resolve, () => resolve({ toSessionMs: () => 0 }));
    (options.capture ?? openCapture)(scope, context, (tick) => {
      if (firstTick === null) {
        firstTick = tick.startSample + LEAD_FRAMES * FRAME_SAMPLES;
        const originS = tick.originS + firstTick / SAMPLE_RATE_HZ;
        if (options.monitor) playAt(scope, context, samples, originS);
        resolve({ toSessionMs: (contextTimeS) => (contextTimeS - originS) * 1000 });
      }
      const startSample = tick.startSample - firstTick;
      if (startSample < 0) return;
      onFrame(frameAt(samples, startSample));
      if (ended || startSample + FRAME_SAMPLES < samples.length) return;
      ended = true;
      onEnd();
    }).catch(reject);
  });
}

function frameAt(samples: Float32Array, start: Samples): AudioFrame {
  const frame = new Float32Array(FRAME_SAMPLES);
  frame.set(samples.subarray(start, start + FRAME_SAMPLES));
  return { startSample: start, samples: frame };
}

function playAt(scope: Scope, context: AudioContext, samples: Float32Array, atS: number): void {
  if (samples.length === 0) return;
  const buffer = context.createBuffer(1, samples.length, SAMPLE_RATE_HZ);
  buffer.getChannelData(0).set(samples);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.start(atS);
  scope.own(source, () => {
    source.stop();
    source.disconnect();
  });
}
