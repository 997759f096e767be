import type { Recording } from '../flow';
import type { Mood } from './tone';

/** Weights by delivery; 1 where none is given. Ours, set by hand, not fitted and not checked by ear. */
type Weights = Readonly<Record<string, number>>;
const BY_MOOD: Readonly<Record<Mood, Weights>> = {
  'good news': {
    lively: 2,
    excited: 2,
    bright: 1.5,
    warm: 1.3,
    rising: 1.3,
    surprised: 2,
    soft: 0.4,
    gentle: 0.4,
    hesitant: 0.3,
    sceptical: 0.05,
  },
  'bad news': {
    soft: 2,
    gentle: 2.5,
    warm: 1.5,
    falling: 1.2,
    short: 0.4,
    rising: 0.5,
    lively: 0,
    surprised: 0,
    excited: 0,
    bright: 0,
    sceptical: 0,
  },
  question: { lively: 0.5, surprised: 0, excited: 0, sceptical: 0.2 },
  plain: { lively: 0.5, surprised: 0.1, excited: 0.1, sceptical: 0.2, hesitant: 0.6 },
};
/** What invites to go on suits the middle of a phrase; what closes suits its end. */
const WITHIN_A_PHRASE: Weights = { rising: 1.4, short: 1.4, drawn: 0.6 };
const AT_A_PHRASE_END: Weights = { falling: 1.4, drawn: 1.2 };

/** How much a recording's way of being said suits the mood, and the place in the phrase. */
export function weighDelivery(
  { delivery }: Pick<Recording, 'delivery'>,
  mood: Mood,
  written: string,
): number {
  const byPhrase = /[.!?…]$/u.test(written) ? AT_A_PHRASE_END : WITHIN_A_PHRASE;
  return (BY_MOOD[mood][delivery] ?? 1) * (byPhrase[delivery] ?? 1);
}
