import type { AudioFrame } from '../flow';

/** The person's own sound at 16 kHz, 16-bit, for saving on request: two hours take 230 MB, so it stops there. */
export interface VoiceTrack {
  take(frame: AudioFrame): void;
  /** All of it, -1..1. */
  render(): Float32Array;
  readonly samples: number;
}

const CHUNK_SAMPLES = 16_000 * 10;
const MAX_SAMPLES = 16_000 * 3600 * 2;

export function createVoiceTrack(): VoiceTrack {
  const chunks: Int16Array[] = [];
  let length = 0;
  return {
    get samples() {
      return length;
    },
    take({ startSample, samples }) {
      if (startSample + samples.length > MAX_SAMPLES) return;
      for (const [index, sample] of samples.entries()) {
        const at = startSample + index;
        const chunk = Math.floor(at / CHUNK_SAMPLES);
        while (chunks.length <= chunk) chunks.push(new Int16Array(CHUNK_SAMPLES));
        const target = chunks[chunk];
        if (target) target[at % CHUNK_SAMPLES] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
      }
      length = Math.max(length, startSample + samples.length);
    },
    render: () =>
      Float32Array.from({ length }, (_, at) => {
        const value = chunks[Math.floor(at / CHUNK_SAMPLES)]?.[at % CHUNK_SAMPLES] ?? 0;
        return value / 32_767;
      }),
  };
}
