import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import { TAP_PROCESSOR, type TapOrder, type TapPiece } from './tap.protocol';

/** Starts listening to what is played; gives the node that the sound has to be connected to as well. */
export type OpenTap = (
  scope: Scope,
  context: AudioContext,
  onPiece: (piece: TapPiece) => void,
) => Promise<AudioNode>;

/** Loads the worklet and starts it. Throws `audio-failed` when it does not load. */
export const openTap: OpenTap = async (scope, context, onPiece) => {
  // Imported late: the command line reads this folder too and has no worklets.
  const { default: url } = await import('./tap.worklet.ts?worker&url');
  try {
    await context.audioWorklet.addModule(url);
  } catch (error) {
    throw new PlainError(
      'audio-failed',
      'The part that plays sound could not be loaded.',
      'Reload the page.',
      {
        cause: error,
      },
    );
  }
  // The silent output keeps the node running in browsers that only run what leads to the loudspeaker.
  const node = new AudioWorkletNode(context, TAP_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  node.port.onmessage = ({ data }: MessageEvent<TapPiece>) => onPiece(data);
  node.connect(context.destination);
  scope.own(node, () => {
    const order: TapOrder = { kind: 'end' };
    node.port.postMessage(order);
    node.port.onmessage = null;
    node.disconnect();
  });
  return node;
};
