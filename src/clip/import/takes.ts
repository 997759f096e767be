import type { AudioFrame } from '../../flow';
import { rmsDbfs } from '../../shared/audio-level';
import { joinSamples } from '../../shared/join';
import { PlainError } from '../../shared/plain-error';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, samplesToMs } from '../../shared/units';
import type { Db, Ms } from '../../shared/units';
import { prepareRecording, raised } from './prepare';
import type { PreparedRecording } from './prepare';

const FRAME_MS: Ms = samplesToMs(FRAME_SAMPLES);
const framesIn = (ms: Ms): number => Math.round(ms / FRAME_MS);
/** The room is listened to for so long before a voice can begin. */
const ROOM_MS: Ms = 400;
/** The background is the level that a fifth of these last frames stay below. */
const BACKGROUND_FRAMES = framesIn(2_000);
/** A voice begins this far above the background and ends when it is near it for `QUIET_MS`. */
const BEGINS_DB: Db = 12;
const ENDS_DB: Db = 8;
const BEGINS_DBFS: Db = -50;
const BEGINS_FRAMES = 3;
const QUIET_MS: Ms = 500;
/** Kept before the voice is noticed. */
const LEAD_MS: Ms = 250;
/** Somebody who goes on for longer is not backchannelling. */
const TAKE_MS: Ms = 4_000;

/** A take of the guided recorder is shorter, cleaner and louder than what an import must take. */
const LONG_TAKE_MS: Ms = 2_500;
const NOISY_TAKE_DB: Db = 15;
const QUIET_TAKE_DBFS: Db = -45;

/** What a frame brought about. */
export type TakeEvent =
  /** The level of this frame, for the meter. */
  | { readonly kind: 'level'; readonly dbfs: Db; readonly speaking: boolean }
  /** Something was said and is over. 16 kHz, with some of the room around it. */
  | { readonly kind: 'take'; readonly samples: Float32Array; readonly backgroundDbfs: Db };

/** Finds one utterance after another in the microphone's frames, so that nobody has to press a button for each. */
export function createTakeCutter(): { push(frame: AudioFrame): TakeEvent } {
  const past: { readonly samples: Float32Array; readonly dbfs: Db }[] = [];
  let take: Float32Array[] | null = null;
  let loud = 0;
  let quiet = 0;
  let backgroundDbfs: Db = 0;
  const background = (): Db =>
    past.map(({ dbfs }) => dbfs).toSorted((one, other) => one - other)[Math.floor(past.length / 5)] ?? 0;
  return {
    push({ samples }) {
      const dbfs = rmsDbfs(samples);
      past.push({ samples, dbfs });
      if (past.length > BACKGROUND_FRAMES) past.shift();
      if (take === null) {
        if (past.length < framesIn(ROOM_MS)) return { kind: 'level', dbfs, speaking: false };
        const floor = background();
        loud = dbfs > Math.max(floor + BEGINS_DB, BEGINS_DBFS) ? loud + 1 : 0;
        if (loud < BEGINS_FRAMES) return { kind: 'level', dbfs, speaking: false };
        backgroundDbfs = floor;
        take = past.slice(-framesIn(LEAD_MS) - loud).map((frame) => frame.samples);
        quiet = 0;
        return { kind: 'level', dbfs, speaking: true };
      }
      take.push(samples);
      quiet = dbfs < backgroundDbfs + ENDS_DB ? quiet + 1 : 0;
      if (quiet < framesIn(QUIET_MS) && take.length < framesIn(TAKE_MS))
        return { kind: 'level', dbfs, speaking: true };
      const done = joinSamples(take);
      take = null;
      loud = 0;
      return { kind: 'take', samples: done, backgroundDbfs };
    },
  };
}

/**
 * Trims and checks a take. Throws a `PlainError` that says what to do better: `take-long`, `take-short`, `take-noisy`,
 * `take-quiet`, `take-clipped`.
 */
export function judgeTake(samples: Float32Array, backgroundDbfs: Db): PreparedRecording {
  let prepared: PreparedRecording;
  try {
    prepared = prepareRecording('It', { samples, rateHz: SAMPLE_RATE_HZ });
  } catch (error) {
    const code = error instanceof PlainError ? error.code : '';
    if (code === 'recording-long') throw TOO_LONG();
    if (code === 'recording-short')
      throw new PlainError('take-short', 'That was too short, a click perhaps.', 'Say it once more.');
    throw TOO_QUIET();
  }
  if (prepared.durationMs > LONG_TAKE_MS) throw TOO_LONG();
  if (prepared.notes.includes('clipped'))
    throw new PlainError(
      'take-clipped',
      'That was too loud: its loudest parts are cut off.',
      'Move back a little, or turn the microphone down, and say it again.',
    );
  if (prepared.rmsDbfs < QUIET_TAKE_DBFS) throw TOO_QUIET();
  if (prepared.rmsDbfs - backgroundDbfs < NOISY_TAKE_DB)
    throw new PlainError(
      'take-noisy',
      'The room is too loud behind your voice.',
      'Find a quieter place or move nearer, and say it again.',
    );
  return raised(prepared);
}

const TOO_LONG = (): PlainError =>
  new PlainError('take-long', 'That went on for too long.', 'Say only the one short word.');
const TOO_QUIET = (): PlainError =>
  new PlainError('take-quiet', 'That was too quiet.', 'Move nearer to the microphone and say it again.');
