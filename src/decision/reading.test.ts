import { describe, expect, it } from 'vitest';
import { readWords, textOf, textPieces } from './reading';

describe('textPieces', () => {
  it('gives each word its own text, several words to a number and none to an emoji', () => {
    expect(textPieces(['It', 'was', '25,', '\u{1F642}', 'OK?'])).toEqual([
      'it',
      'was',
      'twenty five',
      '',
      'okay',
    ]);
  });

  it('keeps two words that make one filler together, where the first was', () => {
    expect(textPieces(['well', 'uh', 'huh', 'sure'])).toEqual(['well', 'uh-huh', '', 'sure']);
  });

  it('loses nothing of the text, however its words fall together', () => {
    for (const texts of [['mm', 'hm', 'um', 'hum'], ['uh'], [''], ['', 'uh', '\u{1F642}', 'huh'], []])
      expect(textOf(textPieces(texts).map((piece) => ({ piece })))).toBe(
        textOf(textPieces([texts.join(' ')]).map((piece) => ({ piece }))),
      );
  });
});

describe('readWords', () => {
  it('measures each word and the gap before it', () => {
    const words = [
      { text: 'So', startMs: 1000, endMs: 1250 },
      { text: 'we', startMs: 1500, endMs: 2000 },
    ];
    expect(readWords(words, 5)).toEqual([
      { piece: 'so', lengthS: 0.25, gapBeforeS: 5 },
      { piece: 'we', lengthS: 0.5, gapBeforeS: 0.25 },
    ]);
  });
});
