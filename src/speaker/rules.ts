import type { Cue } from '../flow';
import { dbToGain, peak } from '../shared/audio-level';
import type { Ms } from '../shared/units';

/** Ramps at both ends of a sound: short enough not to be heard as such, long enough not to click. */
export const EDGE_FADE_MS: Ms = 5;
/** How fast a sound gives way when the person barges in. */
export const BARGE_IN_FADE_MS: Ms = 40;
/** No sound is made louder than this, whatever its gain: the loudspeaker would clip it. */
const HIGHEST_PEAK = 0.97;

/** What can be heard of the listener at the moment. */
export interface Sounding {
  readonly id: string;
  readonly action: Cue['action'];
  readonly startMs: Ms;
  readonly endMs: Ms;
}

/** Why a cue that could start at `startMs` is dropped; null when it may be played. */
export function refusal(cue: Cue, startMs: Ms, sounding: Sounding | null): string | null {
  if (cue.sound.samples.length === 0) return 'no sound';
  if (startMs - cue.tMs > cue.budgetMs) return 'late';
  return sounding ? 'the listener is still sounding' : null;
}

/** The factor for a cue's samples. */
export function cueGain(cue: Cue): number {
  const highest = peak(cue.sound.samples);
  const gain = dbToGain(cue.gainDb);
  return highest * gain > HIGHEST_PEAK ? HIGHEST_PEAK / highest : gain;
}

/** How long a cue's sound is. */
export const cueDurationMs = (cue: Cue): Ms => (cue.sound.samples.length / cue.sound.rateHz) * 1000;
