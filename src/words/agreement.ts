import type { Ms } from '../shared/units';
import type { HeardWord } from './hypothesis';

/** When a word counts as stable. */
export interface AgreementRules {
  /** Audio that must follow a word's end before it is believed: less, and the word may still be cut. */
  readonly guardMs: Ms;
  /** Audio after a word's end that makes a second opinion needless, if it is also `sureLogProb`. */
  readonly sureMs: Ms;
  readonly sureLogProb: number;
}

export const AGREEMENT_RULES: AgreementRules = { guardMs: 120, sureMs: 400, sureLogProb: -0.25 };

/**
 * How many of the first words of `current` are stable: the pass before said the same (local agreement, Liu et al. 2020), or the
 * word is sure and lies well back. `endMs` is the end of the audio on the words' clock.
 */
export function stableCount(
  previous: readonly HeardWord[],
  current: readonly HeardWord[],
  endMs: Ms,
  rules: AgreementRules,
): number {
  let count = 0;
  for (const [index, word] of current.entries()) {
    const age = endMs - word.endMs;
    const before = previous[index];
    const agreed = before !== undefined && plain(before.text) === plain(word.text) && age >= rules.guardMs;
    const sure = age >= rules.sureMs && word.logProb >= rules.sureLogProb;
    if (!agreed && !sure) break;
    count++;
  }
  return count;
}

/** A word without case and punctuation. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
