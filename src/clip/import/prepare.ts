import type { Sound } from '../../flow';
import { dbToGain, gainToDb, peak } from '../../shared/audio-level';
import { PlainError } from '../../shared/plain-error';
import { samplesToMs } from '../../shared/units';
import type { Db, Ms } from '../../shared/units';
import { trimSound } from './trim';

/** The longest file that is looked at, silence included; what is longer is no backchannel. */
export const LONGEST_FILE_MS: Ms = 60_000;
/** The longest and shortest voice in it. A drawn-out "really" takes about 1.5 s, a short "yep" 150 ms. */
export const LONGEST_VOICE_MS: Ms = 5_000;
export const SHORTEST_VOICE_MS: Ms = 50;
/** Nothing said aloud is so soft; the softest of the FiCa recordings have -60. */
const SILENT_DBFS: Db = -70;
/** What is softer than this would be lost beside the others; it is raised to there, as far as its peaks allow. */
const SOFT_DBFS: Db = -32;
const RAISED_DBFS: Db = -26;
const RAISED_PEAK_DBFS: Db = -3;
/** More than this share of samples cut off at full scale is heard. */
const CLIPPED_SHARE = 0.002;
/** With less than this between voice and background, the background is heard with every clip. */
const NOISY_DB: Db = 15;

/** A recording that a bank can take. */
export interface PreparedRecording {
  /** Mono, trimmed, at its own rate. */
  readonly sound: Sound;
  readonly durationMs: Ms;
  /** Level of its voice. */
  readonly rmsDbfs: Db;
  /** What is wrong with it though it can be used. */
  readonly notes: readonly ('clipped' | 'noisy')[];
}

/**
 * Trims and checks a recording. Throws a `PlainError` that names it: `recording-silent`, `recording-long`, `recording-short`.
 */
export function prepareRecording(name: string, sound: Sound): PreparedRecording {
  const fileMs = samplesToMs(sound.samples.length, sound.rateHz);
  if (fileMs > LONGEST_FILE_MS) throw longFile(name);
  const trimmed = trimSound(sound);
  if (trimmed.rmsDbfs < SILENT_DBFS)
    throw new PlainError(
      'recording-silent',
      `${name} is silent.`,
      'Record it again, nearer to the microphone.',
    );
  const durationMs = samplesToMs(trimmed.sound.samples.length, sound.rateHz);
  if (durationMs > LONGEST_VOICE_MS) throw longVoice(name, durationMs);
  if (trimmed.voiceMs < SHORTEST_VOICE_MS)
    throw new PlainError(
      'recording-short',
      `${name} has only ${Math.round(trimmed.voiceMs)} ms of sound, too short for a backchannel.`,
      'Record it again.',
    );
  const { backgroundDbfs, rmsDbfs } = trimmed;
  const noisy = backgroundDbfs !== null && rmsDbfs - backgroundDbfs < NOISY_DB;
  return {
    sound: trimmed.sound,
    durationMs,
    rmsDbfs,
    notes: [
      ...(trimmed.clippedShare > CLIPPED_SHARE ? (['clipped'] as const) : []),
      ...(noisy ? (['noisy'] as const) : []),
    ],
  };
}

/** The same recording, raised where it is too soft to be heard beside others. */
export function raised(prepared: PreparedRecording): PreparedRecording {
  const { samples, rateHz } = prepared.sound;
  if (prepared.rmsDbfs >= SOFT_DBFS) return prepared;
  const gainDb = Math.min(RAISED_DBFS - prepared.rmsDbfs, RAISED_PEAK_DBFS - gainToDb(peak(samples)));
  if (gainDb <= 0) return prepared;
  const gain = dbToGain(gainDb);
  return {
    ...prepared,
    rmsDbfs: prepared.rmsDbfs + gainDb,
    sound: { samples: samples.map((value) => value * gain), rateHz },
  };
}

/** The refusal of a file that goes on for too long, by its name. */
export const longFile = (name: string): PlainError =>
  new PlainError(
    'recording-long',
    `${name} is longer than ${LONGEST_FILE_MS / 60_000} minute, so it is no single backchannel.`,
    'Cut it so that one file holds one backchannel.',
  );

/** The refusal of a recording with too much in it. */
export const longVoice = (name: string, durationMs: Ms): PlainError =>
  new PlainError(
    'recording-long',
    `${name} has ${(durationMs / 1000).toFixed(0)} s of sound; a backchannel has at most ${LONGEST_VOICE_MS / 1000} s.`,
    'Cut it so that one file holds one backchannel.',
  );

/** What a note says to a person. */
export const NOTE_WORDS: Readonly<Record<PreparedRecording['notes'][number], string>> = {
  clipped: 'is clipped: its loudest parts are cut off',
  noisy: 'has a loud background',
};
