import type { Ms } from '../shared/units';
import type { HeardWord } from './hypothesis';

/** When a word of a running hypothesis counts as stable. */
export interface AgreementRules {
  /** Audio that must follow a word's end before it is believed at all: less, and the word may still be cut. */
  readonly guardMs: Ms;
  /** Probability of staying that is asked of a word with at most `earlyMs` of audio behind it… */
  readonly early: number;
  readonly earlyMs: Ms;
  /** …and of one with at least `lateMs`: waiting costs more than an error then. In between it falls evenly. */
  readonly late: number;
  readonly lateMs: Ms;
  /** At a pause, a word whose least likely token is below this waits for a longer pause, or for what follows. */
  readonly pauseLogProb: number;
}

/** Fitted on the recordings that `scripts/fit-agreement.ts` names as seen; the times are chosen there. */
export const AGREEMENT_RULES: AgreementRules = {
  guardMs: 120,
  early: 0.94,
  earlyMs: 250,
  late: 0.33,
  lateMs: 650,
  pauseLogProb: -1,
};

/** How many passes are looked back on. */
export const PASSES = 4;

/** Log odds that a word stays (`scripts/fit-agreement.ts`): logistic regression over what `stayFeatures` gives. */
export const STAY = { bias: 2.6, weights: [4.1, 1.1, 0.4, 0.5] } as const;
/** Below this the parabola of the least log-probability would rise again. */
const LEAST = -1.8;
/** Taken for the word after the last one, which nobody has heard yet. */
const NO_NEXT = -1.5;
/** How far the middles of the same word may be apart in two passes. */
const SAME_MS: Ms = 250;

/** What a word's stability is told by; `passes` are the passes before, on the same clock. */
export function stayFeatures(
  words: readonly HeardWord[],
  index: number,
  passes: readonly (readonly HeardWord[])[],
): readonly number[] {
  const word = words[index];
  const least = Math.max(LEAST, word?.leastLogProb ?? LEAST);
  const agreeing = passes.slice(-PASSES).filter((pass) => pass.some((other) => word && isSame(word, other)));
  return [least, least * least, agreeing.length, words[index + 1]?.leastLogProb ?? NO_NEXT];
}

/** Probability that the passes to come say the same. */
export function stayProbability(features: readonly number[]): number {
  const logOdds = features.reduce((sum, value, index) => sum + value * (STAY.weights[index] ?? 0), STAY.bias);
  return 1 / (1 + Math.exp(-logOdds));
}

/**
 * How many of the first words of `current` are stable. Local agreement (Liu et al. 2020) asks that two passes say the same; here
 * agreement is one sign among others, weighed into a probability, of which less is asked the longer a word has waited, so that
 * one doubtful word does not hold up those behind it. `endMs` is the end of the audio on the words' clock.
 */
export function stableCount(
  passes: readonly (readonly HeardWord[])[],
  current: readonly HeardWord[],
  endMs: Ms,
  rules: AgreementRules,
): number {
  const open = current.findIndex((word, index) => {
    const behindMs = endMs - word.endMs;
    return (
      behindMs < rules.guardMs ||
      stayProbability(stayFeatures(current, index, passes)) < asked(behindMs, rules)
    );
  });
  return open === -1 ? current.length : open;
}

function asked(behindMs: Ms, { early, earlyMs, late, lateMs }: AgreementRules): number {
  const share = Math.max(0, Math.min(1, (behindMs - earlyMs) / (lateMs - earlyMs)));
  return early + share * (late - early);
}

export const isSame = (one: HeardWord, other: HeardWord): boolean =>
  Math.abs(one.startMs + one.endMs - other.startMs - other.endMs) < 2 * SAME_MS &&
  plain(one.text) === plain(other.text);

/** How many of the first words are sure enough to be settled at a short pause, after which no more of them will be heard. */
export function sureCount(words: readonly HeardWord[], rules: AgreementRules): number {
  const doubtful = words.findIndex((word) => word.leastLogProb < rules.pauseLogProb);
  return doubtful === -1 ? words.length : doubtful;
}

/** A word without case and punctuation. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
