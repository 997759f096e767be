import type { ClipChoice, Cue, Reply, Sound, SpeakerEvent, Turn, Word } from '../flow';
import type { RecordEvent } from '../record';
import type { Ms } from '../shared/units';
import { BARGE_IN_START, bargeIn } from '../speaker';
import type { BargeInEvent, BargeInState } from '../speaker';
import type { Playback } from '../words';

/** A backchannel that was chosen, with its sound. */
export interface ChosenClip extends ClipChoice {
  readonly sound: Sound;
}

/** A reply with the gain that matches the partner's level. */
export interface ChosenReply extends Reply {
  readonly gainDb: number;
}

/** What the listener speaks with; the page and the command line give it different hands. */
export interface MouthParts {
  readonly chooseClip: (turns: readonly Turn[], words: readonly Word[], tMs: Ms) => Promise<ChosenClip>;
  readonly takeReply: (turns: readonly Turn[]) => Promise<ChosenReply>;
  readonly speaker: {
    /** Plays the cue; a reply without sound has its `text` spoken. What became of it comes back as a `SpeakerEvent`. */
    play(cue: Cue, text: string): void;
    stop(reason: string): void;
    /** Whether anything of the listener can be heard or is about to be. */
    sounding(): boolean;
  };
  readonly record: (event: RecordEvent) => void;
  /** A turn or a backchannel of the listener has been heard to its end. */
  onHeard(what: 'turn' | 'backchannel', endMs: Ms): void;
  /** The listener began a spoken turn. */
  onTurn(text: string): void;
}

/** The listener's own sounds: what is asked of the speaker, what became of it, and when the partner stops it. */
export interface Mouth {
  backchannel(tMs: Ms, budgetMs: Ms, turns: readonly Turn[], words: readonly Word[]): Promise<void>;
  /** Begins a claim; resolves to what says the reply once it is there. Until then the mouth counts as sounding. */
  claim(turns: readonly Turn[]): Promise<(claimMs: Ms, nowMs: Ms, budgetMs: Ms, wentOn: boolean) => void>;
  heardSpeaker(event: SpeakerEvent): void;
  /** The partner's voice or words, freed of echoes: they may stop a reply. */
  partner(event: BargeInEvent, nowMs: Ms): void;
  sounding(): boolean;
  /** What was played and when, for telling echoes from words. */
  readonly playbacks: readonly Playback[];
}

/** Playbacks older than this many are of no use for telling echoes. */
const KEPT_PLAYBACKS = 32;

export function createMouth(parts: MouthParts): Mouth {
  const { speaker, record } = parts;
  const cues = new Map<string, { readonly cue: Cue; readonly text: string }>();
  const playbacks: Playback[] = [];
  let barge: BargeInState = BARGE_IN_START;
  let count = 0;
  let claiming = false;
  const nextId = (prefix: string): string => `${prefix}${++count}`;

  const play = (cue: Cue, text: string): void => {
    cues.set(cue.id, { cue, text });
    speaker.play(cue, text);
  };

  return {
    playbacks,
    sounding: () => claiming || speaker.sounding(),
    async backchannel(tMs, budgetMs, turns, words) {
      const { recording, gainDb, why, sound } = await parts.chooseClip(turns, words, tMs);
      const id = nextId('c');
      record({
        kind: 'cue',
        t_ms: tMs,
        action: 'backchannel',
        id,
        file: recording.file.replace(/\.\w+$/, ''),
        form: recording.form,
        gain_db: gainDb,
        why: { ...why, delivery: recording.delivery },
      });
      play({ id, action: 'backchannel', tMs, budgetMs, sound, gainDb }, recording.form);
    },
    async claim(turns) {
      claiming = true;
      try {
        const { text, source, sound, gainDb } = await parts.takeReply(turns);
        return (claimMs, nowMs, budgetMs, wentOn) => {
          claiming = false;
          const id = nextId('r');
          const file = sound ? source.replace(/^script:/, '') : null;
          const why = { source };
          record({
            kind: 'cue',
            t_ms: nowMs,
            action: 'turn_claim',
            id,
            file,
            form: null,
            gain_db: gainDb,
            why,
          });
          record({ kind: 'reply', t_ms: nowMs, id, text, source, claim_ms: claimMs });
          if (wentOn) return record({ kind: 'dropped', t_ms: nowMs, id, reason: 'the speaker went on' });
          const spoken = sound ?? { samples: new Float32Array(0), rateHz: 1 };
          play({ id, action: 'turn_claim', tMs: nowMs, budgetMs, sound: spoken, gainDb }, text);
        };
      } catch (error) {
        claiming = false;
        throw error;
      }
    },
    heardSpeaker(event) {
      const known = cues.get(event.id);
      if (!known) return;
      const { cue, text } = known;
      const reply = cue.action === 'turn_claim';
      if (event.kind === 'playing') {
        const endMs = event.startMs + (cue.sound.samples.length / cue.sound.rateHz) * 1000;
        playbacks.push({ startMs: event.startMs, endMs, text, kind: reply ? 'reply' : 'backchannel' });
        if (playbacks.length > KEPT_PLAYBACKS) playbacks.shift();
        if (!reply) return;
        parts.onTurn(text);
        [barge] = bargeIn(barge, { kind: 'reply-began', id: event.id, startMs: event.startMs });
        return;
      }
      cues.delete(event.id);
      if (reply) [barge] = bargeIn(barge, { kind: 'reply-ended' });
      if (event.kind === 'dropped')
        return record({ kind: 'dropped', t_ms: event.tMs, id: event.id, reason: event.reason });
      const { startMs, endMs } = event;
      const index = playbacks.findLastIndex((playback) => playback.startMs === startMs);
      const playback = playbacks[index];
      if (playback) playbacks[index] = { ...playback, endMs };
      parts.onHeard(reply ? 'turn' : 'backchannel', endMs);
      const cut = event.cut ? { cut: true } : {};
      record({ kind: 'played', t_ms: startMs, id: event.id, start_ms: startMs, end_ms: endMs, ...cut });
    },
    partner(event, nowMs) {
      const [next, stop] = bargeIn(barge, event);
      barge = next;
      if (!stop) return;
      record({ kind: 'barge_in', t_ms: nowMs, id: stop.id, since_ms: stop.sinceMs });
      speaker.stop(stop.reason);
    },
  };
}
