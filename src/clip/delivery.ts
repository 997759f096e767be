import { moodOf } from '../shared/mood';

/** Mood words fade within a sentence or two. */
const MOOD_HALF_LIFE_WORDS = 8;
/** Less than one clear mood word is no mood. */
const MOOD_MIN = 0.35;
/** Weights by delivery; 1 where none is given. Chosen by ear, not fitted. */
type Weights = Readonly<Record<string, number>>;
const USUAL: Weights = { surprised: 0.3 };
const AFTER_GOOD_NEWS: Weights = { lively: 2, rising: 1.5, surprised: 4, soft: 0.4, gentle: 0.4 };
const AFTER_BAD_NEWS: Weights = {
  soft: 2,
  gentle: 2.5,
  falling: 1.5,
  lively: 0.1,
  surprised: 0.3,
  short: 0.4,
};
/** What invites to go on suits the middle of a phrase; what closes suits its end. */
const WITHIN_A_PHRASE: Weights = { rising: 1.4, short: 1.4, drawn: 0.6 };
const AT_A_PHRASE_END: Weights = { falling: 1.4, drawn: 1.2 };

/** What a delivery can go by: the partner's last words, normalised, and the last word as the recogniser wrote it. */
export interface DeliveryContext {
  readonly words: readonly string[];
  readonly written: string;
}

/** Why deliveries are weighed as they are, in one word, and how much each suits. */
export function weighDeliveries(context: DeliveryContext): {
  readonly mood: 'good news' | 'bad news' | 'plain';
  weight(delivery: string): number;
} {
  const value = moodOf(context.words, MOOD_HALF_LIFE_WORDS) + (context.written.endsWith('!') ? 0.5 : 0);
  const mood = value >= MOOD_MIN ? 'good news' : value <= -MOOD_MIN ? 'bad news' : 'plain';
  const byMood = mood === 'good news' ? AFTER_GOOD_NEWS : mood === 'bad news' ? AFTER_BAD_NEWS : {};
  const byPhrase = /[.!?…]$/u.test(context.written) ? AT_A_PHRASE_END : WITHIN_A_PHRASE;
  return {
    mood,
    weight: (delivery) =>
      [USUAL, byMood, byPhrase].reduce((product, weights: Weights) => product * (weights[delivery] ?? 1), 1),
  };
}
