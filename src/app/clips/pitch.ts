import { PitchDetector } from 'pitchy';
import type { Sound } from '../../flow';
import { resample } from '../../pipeline';
import { rmsDbfs } from '../../shared/audio-level';
import { msToSamples, SAMPLE_RATE_HZ } from '../../shared/units';
import type { Db, Hz, Ms } from '../../shared/units';

/** More than two periods of the lowest voice. */
const WINDOW_MS: Ms = 40;
/** One value every 10 ms, as in the published dimensions of the FiCa recordings. */
export const PITCH_STEP_MS: Ms = 10;
const LOWEST_HZ: Hz = 60;
const HIGHEST_HZ: Hz = 600;
/** How periodic a frame has to be to count as voiced (McLeod's clarity, 0..1); fitted on a sixth of the FiCa recordings. */
const CLARITY = 0.8;
/** Frames this much softer than the loudest are background. */
const DEPTH_DB: Db = 35;
/** The pitch of a recording over time. */
export interface PitchTrack {
  /** One value every `PITCH_STEP_MS`; null where nothing is voiced. */
  readonly hz: readonly (Hz | null)[];
  readonly voicedMs: Ms;
  /** Mean over the voiced frames; null where there are none. */
  readonly meanHz: Hz | null;
  /** From the lowest to the highest, after leaving out a twentieth at each end. */
  readonly rangeSt: number | null;
}

/** Follows the pitch of a recording by McLeod's method. */
export function trackPitch({ samples, rateHz }: Sound): PitchTrack {
  const sound = resample(samples, rateHz, SAMPLE_RATE_HZ);
  const window = msToSamples(WINDOW_MS);
  const step = msToSamples(PITCH_STEP_MS);
  const padded = new Float32Array(sound.length + window);
  padded.set(sound, window / 2);
  const detector = PitchDetector.forFloat32Array(window);
  const frames: { hz: Hz | null; dbfs: Db }[] = [];
  for (let at = 0; at + window <= padded.length; at += step) {
    const frame = padded.subarray(at, at + window);
    const [hz, clarity] = detector.findPitch(frame, SAMPLE_RATE_HZ);
    const voiced = clarity >= CLARITY && hz >= LOWEST_HZ && hz <= HIGHEST_HZ;
    frames.push({ hz: voiced ? hz : null, dbfs: rmsDbfs(frame) });
  }
  const loudest = frames.reduce((most, { dbfs }) => Math.max(most, dbfs), -Infinity);
  const heard = frames.map(({ hz, dbfs }) => (dbfs > loudest - DEPTH_DB ? hz : null));
  // Octave jumps stay: taking them back agrees less with the published measures than leaving them.
  const hz = heard.map((value, at) =>
    value !== null && heard[at - 1] == null && heard[at + 1] == null ? null : value,
  );
  const voiced = hz.filter((value) => value !== null);
  const sorted = voiced.toSorted((one, other) => one - other);
  const low = sorted[Math.floor(sorted.length * 0.05)];
  const high = sorted[Math.ceil(sorted.length * 0.95) - 1];
  return {
    hz,
    voicedMs: voiced.length * PITCH_STEP_MS,
    meanHz: voiced.length === 0 ? null : voiced.reduce((sum, value) => sum + value, 0) / voiced.length,
    rangeSt: low === undefined || high === undefined ? null : semitones(low, high),
  };
}

/** From one frequency up to another. */
export const semitones = (from: Hz, to: Hz): number => 12 * Math.log2(to / from);
