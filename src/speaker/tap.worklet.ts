import { createTapCutter } from './tap-cutter';
import { TAP_PROCESSOR, type TapOrder } from './tap.protocol';

/** Reports what passes through to the loudspeaker. */
class TapProcessor extends AudioWorkletProcessor {
  private ended = false;
  private readonly cutter = createTapCutter((piece) => this.port.postMessage(piece, [piece.samples.buffer]));

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<TapOrder>) => {
      this.ended = data.kind === 'end';
    };
  }

  process(inputs: Float32Array[][]): boolean {
    this.cutter.push(currentFrame, inputs[0]?.[0] ?? null);
    return !this.ended;
  }
}

registerProcessor(TAP_PROCESSOR, TapProcessor);
