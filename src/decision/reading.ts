import type { Word } from '../flow';
import { normaliseText } from '../shared/text';

/** One word of a window as the backbone takes it. Python twin: `reading` and `word_timing` in `training/mhm_training/windows.py`. */
export interface ReadWord {
  /** Its piece of the window's normalised text: one word as a rule, several for a number, none for an emoji. */
  readonly piece: string;
  readonly lengthS: number;
  /** From the end of the word before; `firstGapS` for the window's first. */
  readonly gapBeforeS: number;
}

/** The window's words with their pieces of text and their timing; `firstGapS` stands for the gap before the first. */
export function readWords(
  window: readonly Pick<Word, 'text' | 'startMs' | 'endMs'>[],
  firstGapS: number,
): readonly ReadWord[] {
  const pieces = textPieces(window.map(({ text }) => text));
  return window.map(({ startMs, endMs }, index) => {
    const before = window[index - 1];
    return {
      piece: pieces[index] ?? '',
      lengthS: endMs / 1000 - startMs / 1000,
      gapBeforeS: before === undefined ? firstGapS : startMs / 1000 - before.endMs / 1000,
    };
  });
}

/** The whole normalised text of words that were read. */
export const textOf = (words: readonly Pick<ReadWord, 'piece'>[]): string =>
  joinPieces(words.map(({ piece }) => piece));

const joinPieces = (pieces: readonly string[]): string => pieces.filter((piece) => piece !== '').join(' ');

/**
 * The normalised text of several words, a piece a word. Where normalising them together gives something else than one by
 * one (two words that make one filler), what each further word adds to the count goes to it.
 */
export function textPieces(texts: readonly string[]): readonly string[] {
  const alone = texts.map(normaliseText);
  const together = normaliseText(texts.join(' '));
  if (joinPieces(alone) === together) return alone;
  const spoken = together.split(' ');
  let done = 0;
  return texts.map((_, index) => {
    const count = index === texts.length - 1 ? spoken.length : countWords(texts.slice(0, index + 1));
    const upTo = Math.min(Math.max(count, done), spoken.length);
    const piece = spoken.slice(done, upTo).join(' ');
    done = upTo;
    return piece;
  });
}

function countWords(texts: readonly string[]): number {
  const text = normaliseText(texts.join(' '));
  return text === '' ? 0 : text.split(' ').length;
}
