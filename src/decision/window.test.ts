import { describe, expect, it } from 'vitest';
import type { Word } from '../flow';
import { textOf } from './reading';
import { windowAt, windowStart } from './window';

const word = (startS: number, endS: number, text: string): Word => ({
  text,
  startMs: startS * 1000,
  endMs: endS * 1000,
  heardMs: endS * 1000,
  speaker: 'you',
});

describe('windowAt', () => {
  const words = [
    word(0, 1, 'Gone.'),
    word(1, 2, 'Just'),
    word(2, 2.5, 'at the'),
    word(5, 5.5, 'edge,'),
    word(5.5, 6, "isn't"),
    word(6.25, 7, 'it?'),
  ];

  it('holds the words that end later than five seconds before the last word ends', () => {
    expect(windowStart(words, 5)).toBe(2);
    expect(windowStart(words, 3)).toBe(0);
    expect(textOf(windowAt(words, 5).words)).toBe("at the edge isn't it");
  });

  it('knows nothing of later words', () => {
    expect(windowAt(words, 3)).toEqual(windowAt(words.slice(0, 4), 3));
  });

  it('measures the timing of the window', () => {
    expect(windowAt(words, 5).timing).toEqual({
      last_word: 0.75,
      gap_before_last_word: 0.25,
      window_words: 4,
      window_length: 5,
      voiced_share: (0.5 + 0.5 + 0.5 + 0.75) / 5,
      run_length: 2,
      run_words: 3,
      last_word_letters: 2,
    });
  });

  it('gives a single word a full window as its gap', () => {
    expect(windowAt(words, 0).timing).toMatchObject({
      gap_before_last_word: 5,
      window_words: 1,
      run_words: 1,
      run_length: 1,
    });
  });

  it('holds a word of text that is normalised away', () => {
    expect(windowAt([word(0, 1, '😀')], 0)).toMatchObject({
      words: [{ piece: '', lengthS: 1, gapBeforeS: 5 }],
      timing: { window_words: 1, last_word_letters: 0 },
    });
  });

  it('refuses a word that is not there', () => {
    expect(() => windowAt(words, 6)).toThrow(RangeError);
  });
});
