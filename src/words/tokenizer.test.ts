import { describe, expect, it } from 'vitest';
import { readTokens } from './tokenizer';

const encode = (pieces: readonly (string | Uint8Array)[]): Uint8Array => {
  const bytes: number[] = [];
  for (const piece of pieces) {
    const data = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
    if (data.length >= 128) bytes.push(128 + (data.length % 128), Math.floor(data.length / 128));
    else bytes.push(data.length);
    bytes.push(...data);
  }
  return Uint8Array.from(bytes);
};

describe('readTokens', () => {
  it('joins tokens to words with spaces', () => {
    const tokens = readTokens(encode(['<unk>', '▁Well', ',', '▁it', "'", 's']));
    expect(tokens.text([1, 2, 3, 4, 5])).toBe("Well, it's");
    expect([1, 2, 3, 4].map((id) => tokens.startsWord(id))).toEqual([true, false, true, false]);
    expect([1, 2, 4, 5].map((id) => tokens.isSpoken(id))).toEqual([true, false, false, true]);
  });

  it('joins a letter that is spread over several tokens', () => {
    const [first = 0, ...rest] = new TextEncoder().encode('é');
    const tokens = readTokens(encode(['▁caf', Uint8Array.of(first), Uint8Array.from(rest)]));
    expect(tokens.text([0, 1, 2])).toBe('café');
  });

  it('reads strings of 128 bytes and more', () => {
    const long = 'a'.repeat(300);
    expect(readTokens(encode([long, 'b'])).text([0, 1])).toBe(`${long}b`);
  });

  it('refuses a file that ends within a token', () => {
    expect(() => readTokens(Uint8Array.of(5, 97))).toThrow(RangeError);
  });
});
