import { sinceLast } from '../decision';
import type { Condition, Dials, Party, Turn, Word } from '../flow';
import type { Ms } from '../shared/units';

/** When the listener's own sounds ended, oldest first. */
export interface ListenerHistory {
  readonly turnEndsMs: readonly Ms[];
  readonly backchannelEndsMs: readonly Ms[];
}

export const NO_HISTORY: ListenerHistory = { turnEndsMs: [], backchannelEndsMs: [] };

/** Only the latest few can matter: history counts what ended before the last word began. */
const KEPT = 16;

/** Adds the end of a turn or a backchannel of the listener. */
export function heardListener(
  history: ListenerHistory,
  what: 'turn' | 'backchannel',
  endMs: Ms,
): ListenerHistory {
  const add = (ends: readonly Ms[]): readonly Ms[] => [...ends, endMs].slice(-KEPT);
  return what === 'turn'
    ? { ...history, turnEndsMs: add(history.turnEndsMs) }
    : { ...history, backchannelEndsMs: add(history.backchannelEndsMs) };
}

/** What the head is asked about at `word` after `silenceMs` (design: "The label"). */
export function conditionAt(word: Word, silenceMs: Ms, dials: Dials, history: ListenerHistory): Condition {
  const momentMs = word.endMs + silenceMs;
  return {
    dials,
    silenceMs,
    sinceTurnMs: sinceLast(history.turnEndsMs, word.startMs, momentMs),
    sinceBackchannelMs: sinceLast(history.backchannelEndsMs, word.startMs, momentMs),
  };
}

/** A turn ends when the other party takes one; only this many are context for anything (joint space: up to five). */
const KEPT_TURNS = 8;

/** Adds words to the conversation so far: to the running turn of the same party, or as a new turn. */
export function addToTurns(turns: readonly Turn[], speaker: Party, text: string): readonly Turn[] {
  const last = turns.at(-1);
  if (last?.speaker !== speaker) return [...turns, { speaker, text }].slice(-KEPT_TURNS);
  return [...turns.slice(0, -1), { speaker, text: `${last.text} ${text}` }];
}
