import type { AudioFrame } from '../flow';
import type { AppSignals } from './state';

/** One peak a frame of 32 ms: enough for a timeline on any screen. */
export const PEAK_MS = 32;

/** The signals at audio rate, outside the store. */
export interface Signals extends AppSignals {
  take(frame: AudioFrame): void;
  voice(speaking: boolean): void;
  clear(): void;
}

export function createSignals(): Signals {
  const peaks: number[] = [];
  let speaking = false;
  return {
    peaks,
    peakMs: PEAK_MS,
    get speaking() {
      return speaking;
    },
    take({ samples }) {
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      peaks.push(Math.min(1, peak));
    },
    voice(value) {
      speaking = value;
    },
    clear() {
      peaks.length = 0;
      speaking = false;
    },
  };
}
