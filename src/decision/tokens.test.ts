import { describe, expect, it } from 'vitest';
import { layTokens } from './tokens';

const letters = (piece: string): number[] => [...piece].map((letter) => letter.codePointAt(0) ?? 0);

describe('layTokens', () => {
  it('puts the word timing at each token and marks the first', () => {
    const { ids, timing } = layTokens(
      1,
      [
        { piece: 'ab', lengthS: 0.5, gapBeforeS: 5 },
        { piece: '', lengthS: 0.1, gapBeforeS: 0 },
        { piece: 'c', lengthS: 9, gapBeforeS: -0.2 },
      ],
      letters,
    );
    expect(ids).toEqual([1, 97, 98, 99]);
    const [half, most] = [Math.fround(Math.log1p(0.5)), Math.fround(Math.log1p(5))];
    expect([...timing]).toEqual([0, 0, 0, half, most, 1, half, most, 0, most, 0, 1]);
  });

  it('keeps the opening token and the latest that fit', () => {
    const words = Array.from({ length: 300 }, (_, index) => ({
      piece: String.fromCodePoint(300 + index),
      lengthS: index / 1000,
      gapBeforeS: 0,
    }));
    const { ids, timing } = layTokens(1, words, letters);
    expect(ids).toHaveLength(128);
    expect([ids[0], ids[1], ids.at(-1)]).toEqual([1, 473, 599]);
    expect(timing).toHaveLength(3 * 128);
    expect(timing.at(-3)).toBeCloseTo(Math.log1p(0.299), 6);
  });
});
