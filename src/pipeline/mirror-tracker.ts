import { estimateMirror } from '../decision';
import type { HeadMeta, MirrorEstimate, Span } from '../decision';
import type { RecordEvent } from '../record';
import { isBackchannel } from '../shared/backchannel-words';
import type { Ms } from '../shared/units';

/** Follows a session by its record and says what the partner's own dials seem to be, by the description of the head in use. */
export interface MirrorTracker {
  take(event: RecordEvent): void;
  estimate(nowMs: Ms): MirrorEstimate;
}

/** Words with a longer pause between them are two utterances (design: "Simulation"). */
const UTTERANCE_GAP_MS: Ms = 1000;

interface Utterance {
  readonly startMs: Ms;
  endMs: Ms;
  text: string;
  readonly words: Span[];
}

export function createMirrorTracker(meta: () => Pick<HeadMeta, 'dials'>): MirrorTracker {
  const utterances: Utterance[] = [];
  const turns: Span[] = [];
  const claims = new Set<string>();
  return {
    take(event) {
      switch (event.kind) {
        case 'word': {
          if (event.speaker !== 'you') return;
          const last = utterances.at(-1);
          if (last && event.start_ms - last.endMs < UTTERANCE_GAP_MS) {
            last.endMs = event.end_ms;
            last.text = `${last.text} ${event.text}`;
            last.words.push({ startMs: event.start_ms, endMs: event.end_ms });
          } else {
            const span = { startMs: event.start_ms, endMs: event.end_ms };
            utterances.push({ ...span, text: event.text, words: [span] });
          }
          return;
        }
        case 'cue':
          if (event.action === 'turn_claim') claims.add(event.id);
          return;
        case 'played':
          if (claims.delete(event.id)) turns.push({ startMs: event.start_ms, endMs: event.end_ms });
          return;
        default:
      }
    },
    estimate(nowMs) {
      const backchannels = utterances.filter(({ text }) => isBackchannel(text));
      const speech = utterances.flatMap(({ text, words }) => (isBackchannel(text) ? [] : words));
      return estimateMirror(meta(), { nowMs, backchannels, speech, turns });
    },
  };
}
