import type { Cue, SpeakerEvent } from '../flow';
import { resample } from '../shared/resample';
import { msToSamples, samplesToMs, type Hz, type Ms } from '../shared/units';
import { mixAt } from './listener-track';
import { BARGE_IN_FADE_MS, cueDurationMs, cueGain, EDGE_FADE_MS, refusal, type Sounding } from './rules';

/** The loudspeaker of the command line: the same rules and events, with time as it is told. */
export interface FileSpeaker {
  /** Places the cue at its own time or drops it. */
  play(cue: Cue): void;
  /** Fades out what sounds at the time that was last told. */
  stop(fadeMs?: Ms): void;
  /** Time has come to `tMs`; reports what ended by then. */
  advance(tMs: Ms): void;
  sounding(): Sounding | null;
  /** The track from the session's start, silence included. */
  render(totalMs: Ms): Float32Array;
}

/** A sound on the track. */
interface Placed {
  readonly cue: Cue;
  readonly startMs: Ms;
  endMs: Ms;
  /** When a stop began to fade it. */
  fadeFromMs: Ms | null;
}

/** Makes a speaker that writes a track of `rateHz`. */
export function fileSpeaker(options: {
  readonly rateHz: Hz;
  readonly onEvent: (event: SpeakerEvent) => void;
}): FileSpeaker {
  const { rateHz, onEvent } = options;
  const placed: Placed[] = [];
  let playing: Placed | null = null;
  let nowMs = 0;

  const advance = (tMs: Ms): void => {
    nowMs = Math.max(nowMs, tMs);
    if (!playing || playing.endMs > nowMs) return;
    const { cue, startMs, endMs, fadeFromMs } = playing;
    playing = null;
    onEvent({ kind: 'played', id: cue.id, startMs, endMs, cut: fadeFromMs !== null });
  };

  const sounding = (): Sounding | null =>
    playing && {
      id: playing.cue.id,
      action: playing.cue.action,
      startMs: playing.startMs,
      endMs: playing.endMs,
    };

  return {
    advance,
    sounding,
    play(cue) {
      advance(cue.tMs);
      const startMs = nowMs;
      const reason = refusal(cue, startMs, sounding());
      if (reason !== null) {
        onEvent({ kind: 'dropped', id: cue.id, tMs: nowMs, reason });
        return;
      }
      playing = { cue, startMs, endMs: startMs + cueDurationMs(cue), fadeFromMs: null };
      placed.push(playing);
      onEvent({ kind: 'playing', id: cue.id, startMs });
    },
    stop(fadeMs = BARGE_IN_FADE_MS) {
      if (!playing || playing.fadeFromMs !== null || nowMs + fadeMs >= playing.endMs) return;
      playing.fadeFromMs = nowMs;
      playing.endMs = nowMs + fadeMs;
    },
    render(totalMs) {
      const track = new Float32Array(msToSamples(totalMs, rateHz));
      for (const sound of placed) mixAt(track, shaped(sound, rateHz), msToSamples(sound.startMs, rateHz));
      return track;
    },
  };
}

/** The sound as the live speaker would play it: gain, ramps at both ends, a fade where it was stopped. */
function shaped({ cue, startMs, endMs, fadeFromMs }: Placed, rateHz: Hz): Float32Array {
  const gain = cueGain(cue);
  const whole = resample(cue.sound.samples, cue.sound.rateHz, rateHz);
  const lengthMs = samplesToMs(whole.length, rateHz);
  const edgeMs = Math.min(EDGE_FADE_MS, lengthMs / 2);
  return whole.subarray(0, msToSamples(endMs - startMs, rateHz)).map((sample, index) => {
    const atMs = samplesToMs(index, rateHz);
    const edge = Math.min(1, atMs / edgeMs, (lengthMs - atMs) / edgeMs);
    const left = fadeFromMs === null ? 1 : (endMs - startMs - atMs) / (endMs - fadeFromMs);
    return sample * gain * edge * Math.max(0, Math.min(1, left));
  });
}
