import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import { FRAME_SAMPLES } from '../shared/units';
import { CAPTURE_PROCESSOR, type CaptureFrame, type CaptureOrder } from './capture.protocol';

/** A running capture. Its clock is the AudioContext's: it goes on with silence while nothing is connected to it. */
export interface Capture {
  /** Where sound has to be connected to. */
  readonly input: AudioNode;
}

/** Starts the audio thread's side. `onFrame` gets every frame in order and may keep its samples. */
export type OpenCapture = (
  scope: Scope,
  context: AudioContext,
  onFrame: (frame: CaptureFrame) => void,
) => Promise<Capture>;

/** Loads the worklet and starts it. Throws `audio-unsupported` where there is no AudioWorklet, `audio-failed` when it does not load. */
export const openCapture: OpenCapture = async (scope, context, onFrame) => {
  // An insecure page may have no worklet at all, whatever the types say.
  if (!('audioWorklet' in context) || typeof AudioWorkletNode === 'undefined')
    throw new PlainError(
      'audio-unsupported',
      'This browser cannot process sound as it comes in.',
      'Use a current Chrome, Edge, Firefox or Safari.',
    );
  // Imported late: the command line reads this folder too and has no worklets.
  const { default: url } = await import('./capture.worklet.ts?worker&url');
  try {
    await context.audioWorklet.addModule(url);
  } catch (error) {
    throw new PlainError(
      'audio-failed',
      'The part that takes in sound could not be loaded.',
      'Reload the page.',
      {
        cause: error,
      },
    );
  }
  // The silent output keeps the node running in browsers that only run what leads to the loudspeaker.
  const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCount: 1,
    channelCountMode: 'explicit',
    channelInterpretation: 'speakers',
  });
  const order = (message: CaptureOrder, transfer: Transferable[] = []): void =>
    node.port.postMessage(message, transfer);
  node.port.onmessage = ({ data }: MessageEvent<CaptureFrame>) => {
    if (scope.ended) return;
    const spare = new Float32Array(FRAME_SAMPLES);
    order({ kind: 'buffer', samples: spare }, [spare.buffer]);
    onFrame(data);
  };
  node.connect(context.destination);
  scope.own(node, () => {
    order({ kind: 'end' });
    node.port.onmessage = null;
    node.disconnect();
  });
  return { input: node };
};
