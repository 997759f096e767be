import { FRAME_SAMPLES } from '../shared/units';
import { CAPTURE_PROCESSOR, type CaptureFrame, type CaptureOrder } from './capture.protocol';
import { createFrameCutter } from './frame-cutter';

/** Frames in flight to the page and back before the audio thread has to allocate: half a second. */
const SPARE_BUFFERS = 16;
/** Samples that the audio thread gets at once; the specification leaves room for other sizes. */
const LONGEST_BLOCK = 4096;

/** Turns the device's sound into 16 kHz frames and hands them to the page. Goes on with silence when nothing is connected. */
class CaptureProcessor extends AudioWorkletProcessor {
  private silence = new Float32Array(128);
  private readonly spare = Array.from({ length: SPARE_BUFFERS }, () => new Float32Array(FRAME_SAMPLES));
  private originS: number | null = null;
  private ended = false;
  private readonly cutter = createFrameCutter(
    sampleRate,
    LONGEST_BLOCK,
    () => this.spare.pop() ?? new Float32Array(FRAME_SAMPLES),
    (startSample, samples) => {
      const frame: CaptureFrame = {
        kind: 'frame',
        startSample,
        originS: this.originS ?? currentTime,
        samples,
      };
      this.port.postMessage(frame, [samples.buffer]);
    },
  );

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<CaptureOrder>) => {
      if (data.kind === 'end') this.ended = true;
      else if (this.spare.length < SPARE_BUFFERS) this.spare.push(data.samples);
    };
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    this.originS ??= currentTime;
    const length = outputs[0]?.[0]?.length ?? this.silence.length;
    if (length !== this.silence.length) this.silence = new Float32Array(length);
    this.cutter.push(inputs[0]?.[0] ?? this.silence);
    return !this.ended;
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
