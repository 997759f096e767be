import { resample } from '../shared/resample';
import { msToSamples, type Hz, type Ms } from '../shared/units';
import { fromPcm16 } from '../shared/wav';

/**
 * What was really played, kept for the session's `listener.wav`. Only stretches with sound take memory: 16 bits a sample, so
 * a listener that sounds for a tenth of two hours at 48 kHz takes 70 MB.
 */
export interface ListenerTrack {
  /** Adds samples that begin at `startMs` of the session. */
  add(startMs: Ms, samples: Int16Array): void;
  /** The track from the session's start, silence included. */
  render(totalMs: Ms, rateHz: Hz): Float32Array;
}

interface Stretch {
  readonly startMs: Ms;
  readonly parts: Int16Array[];
  length: number;
}

/** Parts whose times fit this closely follow each other: less than one sample at any rate. */
const SEAM_MS: Ms = 0.005;

/** Makes the track of a context of `contextHz`. */
export function createListenerTrack(contextHz: Hz): ListenerTrack {
  const stretches: Stretch[] = [];
  return {
    add(startMs, samples) {
      const last = stretches.at(-1);
      const lastEndMs = last ? last.startMs + (last.length / contextHz) * 1000 : -Infinity;
      if (last && Math.abs(startMs - lastEndMs) < SEAM_MS) {
        last.parts.push(samples);
        last.length += samples.length;
      } else stretches.push({ startMs, parts: [samples], length: samples.length });
    },
    render(totalMs, rateHz) {
      const track = new Float32Array(msToSamples(totalMs, rateHz));
      for (const stretch of stretches)
        mixAt(track, resample(joined(stretch), contextHz, rateHz), msToSamples(stretch.startMs, rateHz));
      return track;
    },
  };
}

function joined({ parts, length }: Stretch): Float32Array {
  const samples = new Float32Array(length);
  let at = 0;
  for (const part of parts) for (const value of part) samples[at++] = fromPcm16(value);
  return samples;
}

/** Adds `samples` to `track` from index `start` on; what lies outside is left out. */
export function mixAt(track: Float32Array, samples: Float32Array, start: number): void {
  const end = Math.min(samples.length, track.length - start);
  for (let i = Math.max(0, -start); i < end; i++)
    track[start + i] = (track[start + i] ?? 0) + (samples[i] ?? 0);
}
