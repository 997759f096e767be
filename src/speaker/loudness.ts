import type { AudioFrame, Cue } from '../flow';
import { gainToDb, meanSquare } from '../shared/audio-level';
import { samplesToMs, type Db, type Ms } from '../shared/units';

/** A backchannel stays a little below the voice that it accompanies; a turn is as loud as it. */
const BELOW_SPEECH_DB: Readonly<Record<Cue['action'], Db>> = { backchannel: 4, turn_claim: 1 };
/** A microphone says little about the room: what a very quiet or loud one asks for is kept within these levels. */
const TARGET_DBFS = { lowest: -34, highest: -18 };
/** Until the person has been heard. Close to what browsers' gain control aims at. */
const ASSUMED_SPEECH_DBFS: Db = -24;
/** More gain than this would lift a recording's noise. */
const GAIN_DB = { lowest: -18, highest: 12 };

/** The gain that brings a recording to the person's own level. */
export function matchGainDb(levels: {
  /** Level of the recording's active part. */
  readonly clipRmsDbfs: Db;
  /** Level of the person's voiced frames; null while unknown. */
  readonly speechRmsDbfs: Db | null;
  readonly action: Cue['action'];
}): Db {
  const speech = levels.speechRmsDbfs ?? ASSUMED_SPEECH_DBFS;
  const target = clamp(speech - BELOW_SPEECH_DB[levels.action], TARGET_DBFS.lowest, TARGET_DBFS.highest);
  const gain = clamp(target - levels.clipRmsDbfs, GAIN_DB.lowest, GAIN_DB.highest);
  return Math.round(gain * 10) / 10;
}

/** A running estimate of how loud the person speaks. */
export interface LevelMeter {
  /** Takes a frame in; frames come in order. */
  push(frame: AudioFrame): void;
  /** Voice activity began or ended at `atMs`; it may be known a second later. */
  voice(speaking: boolean, atMs: Ms): void;
  /** Level of their voiced frames; null until half a second of voice was heard. */
  levelDbfs(): Db | null;
}

/** Frames wait this long for the news whether they are voiced. */
const NEWS_MS: Ms = 1000;
/** Voice that counts: older voice fades out of the estimate with this time constant. */
const MEMORY_MS: Ms = 4000;
const ENOUGH_MS: Ms = 500;
/** Pauses inside speech lie more than this below its level and hardly count, as in ITU-T P.56. */
const PAUSE_DB: Db = 15.9;
/** Not nothing: after a loud click the estimate has to come down again. */
const PAUSE_WEIGHT = 0.1;

export function createLevelMeter(): LevelMeter {
  const waiting: { readonly startMs: Ms; readonly durationMs: Ms; readonly power: number }[] = [];
  const changes: { readonly speaking: boolean; readonly atMs: Ms }[] = [];
  let speaking = false;
  let power = 0;
  let heardMs = 0;

  const settle = (untilMs: Ms): void => {
    for (let next = waiting[0]; next && next.startMs + next.durationMs <= untilMs; next = waiting[0]) {
      waiting.shift();
      for (let change = changes[0]; change && change.atMs <= next.startMs; change = changes[0]) {
        speaking = change.speaking;
        changes.shift();
      }
      if (!speaking || next.power === 0) continue;
      const pause = 10 * Math.log10(next.power / power) < -PAUSE_DB;
      const countedMs = next.durationMs * (pause ? PAUSE_WEIGHT : 1);
      heardMs += countedMs;
      power += ((next.power - power) * countedMs) / Math.min(heardMs, MEMORY_MS);
    }
  };

  return {
    push({ startSample, samples }) {
      const startMs = samplesToMs(startSample);
      const durationMs = samplesToMs(samples.length);
      waiting.push({ startMs, durationMs, power: meanSquare(samples) });
      settle(startMs + durationMs - NEWS_MS);
    },
    voice(value, atMs) {
      changes.push({ speaking: value, atMs });
    },
    levelDbfs: () => (heardMs < ENOUGH_MS ? null : gainToDb(Math.sqrt(power))),
  };
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
