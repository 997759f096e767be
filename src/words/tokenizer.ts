import { joinBytes } from '../shared/join';

/** What SentencePiece writes for a space: it begins every token that begins a word. */
const SPACE = '▁';
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** The recogniser's tokens as text. */
export interface Tokens {
  /** The text of a run of tokens, spaces between its words, none around it. */
  text(ids: readonly number[]): string;
  /** True for a token that begins a word. */
  startsWord(id: number): boolean;
  /** True for a token with a letter or digit in it; the others are punctuation. */
  isSpoken(id: number): boolean;
}

/**
 * Reads `tokenizer.bin`: length-prefixed UTF-8 strings, the length in one byte, or in two (low seven bits first) when the first
 * is 128 or more. Throws a RangeError when a string runs past the end.
 */
export function readTokens(bytes: Uint8Array): Tokens {
  const pieces = readPieces(bytes);
  const decoder = new TextDecoder();
  const texts = pieces.map((piece) => decoder.decode(piece));
  const text = (id: number): string => texts[id] ?? '';
  return {
    // Pieces are joined as bytes: one letter may be spread over several tokens.
    text: (ids) => {
      const whole = joinBytes(ids.map((id) => pieces[id] ?? new Uint8Array()));
      return decoder.decode(whole).replaceAll(SPACE, ' ').trim();
    },
    startsWord: (id) => text(id).startsWith(SPACE),
    isSpoken: (id) =>
      LETTER_OR_DIGIT.test(text(id)) || /[\u{80}-\u{FFFF}]/u.test(text(id).replaceAll(SPACE, '')),
  };
}

function readPieces(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    let length = bytes[at++] ?? 0;
    if (length >= 128) length = (bytes[at++] ?? 0) * 128 + length - 128;
    if (at + length > bytes.length) throw new RangeError('The token file ends in the middle of a token.');
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}
