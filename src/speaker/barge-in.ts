import { isBackchannel } from '../shared/backchannel-words';
import type { Ms } from '../shared/units';

/*
 * Barge-in, as the design defines it: the person's speech that begins after a reply began, or goes on for more than 1 s into
 * it, stops the reply; their own "mhm" does not.
 */

/** Speech of the person with a longer pause than this in it is two utterances, whatever voice activity said. */
const UTTERANCE_GAP_MS: Ms = 500;
/** How long speech that was there before the reply may run on into it. */
const OVERLAP_MS: Ms = 1000;

/** What barge-in has to know, in the order in which it becomes known. Words are the person's, freed of echoes. */
export type BargeInEvent =
  | { readonly kind: 'reply-began'; readonly id: string; readonly startMs: Ms }
  | { readonly kind: 'reply-ended' }
  | { readonly kind: 'word'; readonly startMs: Ms; readonly endMs: Ms; readonly text: string }
  | { readonly kind: 'voice'; readonly speaking: boolean; readonly atMs: Ms };

/** The person's running utterance. */
interface Utterance {
  readonly startMs: Ms;
  readonly endMs: Ms;
  readonly text: string;
}

export interface BargeInState {
  /** The reply that sounds. */
  readonly reply: { readonly id: string; readonly startMs: Ms } | null;
  readonly utterance: Utterance | null;
  /** The last change of voice activity: a word after a new beginning of it is a new utterance. */
  readonly voice: { readonly speaking: boolean; readonly sinceMs: Ms } | null;
}

/** Nobody has spoken. */
export const BARGE_IN_START: BargeInState = { reply: null, utterance: null, voice: null };

/** What has to be stopped, and why. */
export interface BargeIn {
  readonly id: string;
  /** When the speech that stops the reply began. */
  readonly sinceMs: Ms;
  readonly reason: 'spoke up' | 'went on';
}

/** Takes one event in and says whether the reply has to stop. */
export function bargeIn(state: BargeInState, event: BargeInEvent): [BargeInState, BargeIn | null] {
  switch (event.kind) {
    case 'reply-began':
      return [{ ...state, reply: { id: event.id, startMs: event.startMs } }, null];
    case 'reply-ended':
      return [{ ...state, reply: null }, null];
    case 'voice':
      return [{ ...state, voice: { speaking: event.speaking, sinceMs: event.atMs } }, null];
    case 'word':
      return judge({ ...state, utterance: extend(state, event) });
    default:
      return event satisfies never;
  }
}

function extend({ utterance, voice }: BargeInState, word: Utterance): Utterance {
  const fresh = voice?.speaking === true && utterance !== null && voice.sinceMs >= utterance.endMs;
  const goesOn = utterance !== null && !fresh && word.startMs - utterance.endMs < UTTERANCE_GAP_MS;
  if (!goesOn) return { startMs: word.startMs, endMs: word.endMs, text: word.text };
  return { ...utterance, endMs: word.endMs, text: `${utterance.text} ${word.text}` };
}

function judge(state: BargeInState): [BargeInState, BargeIn | null] {
  const { reply, utterance } = state;
  if (!reply || !utterance || isBackchannel(utterance.text)) return [state, null];
  const spokeUp = utterance.startMs >= reply.startMs;
  const wentOn = utterance.endMs > reply.startMs + OVERLAP_MS;
  if (!spokeUp && !wentOn) return [state, null];
  const stop: BargeIn = {
    id: reply.id,
    sinceMs: utterance.startMs,
    reason: spokeUp ? 'spoke up' : 'went on',
  };
  return [{ ...state, reply: null }, stop];
}
