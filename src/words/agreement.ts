import type { Ms } from '../shared/units';
import type { HeardWord } from './hypothesis';

/** When a word counts as stable: sure ones early, doubtful ones with more audio behind them. */
export interface AgreementRules {
  /** Audio that must follow a word's end before it is believed at all: less, and the word may still be cut. */
  readonly guardMs: Ms;
  /** Further audio for a word whose least likely token falls short of certainty by one nat; it grows with the square, too. */
  readonly doubtMs: Ms;
  /** The most audio that doubt can ask for behind a word. */
  readonly longestMs: Ms;
  /** A word whose least likely token is below this may be made up: it needs up to `madeUpMs` of audio. */
  readonly madeUpLogProb: number;
  readonly madeUpMs: Ms;
  /** At a pause, a word whose least likely token is below this waits for a longer pause, or for what follows. */
  readonly pauseLogProb: number;
}

export const AGREEMENT_RULES: AgreementRules = {
  guardMs: 160,
  doubtMs: 400,
  longestMs: 440,
  madeUpLogProb: -2,
  madeUpMs: 640,
  pauseLogProb: -1,
};

/**
 * How many of the first words of `current` are stable: two successive passes say the same (local agreement, Liu et al. 2020),
 * with enough audio behind the word for its probability. `endMs` is the end of the audio on the words' clock.
 */
export function stableCount(
  previous: readonly HeardWord[],
  current: readonly HeardWord[],
  endMs: Ms,
  rules: AgreementRules,
): number {
  const open = current.findIndex((word, index) => {
    const behindMs = endMs - word.endMs;
    const agreed = plain(previous[index]?.text ?? '') === plain(word.text);
    const doubt = -word.leastLogProb;
    const doubtMs = (rules.doubtMs * (doubt + doubt * doubt)) / 2;
    const longestMs = word.leastLogProb < rules.madeUpLogProb ? rules.madeUpMs : rules.longestMs;
    return !agreed || behindMs < Math.min(rules.guardMs + doubtMs, longestMs);
  });
  return open === -1 ? current.length : open;
}

/** How many of the first words are sure enough to be settled at a short pause, after which no more of them will be heard. */
export function sureCount(words: readonly HeardWord[], rules: AgreementRules): number {
  const doubtful = words.findIndex((word) => word.leastLogProb < rules.pauseLogProb);
  return doubtful === -1 ? words.length : doubtful;
}

/** A word without case and punctuation. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
