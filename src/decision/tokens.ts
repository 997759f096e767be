import { Tokenizer } from '@huggingface/tokenizers';
import * as v from 'valibot';
import type { ReadWord } from './reading';

/** As the model was trained; a window of five seconds of speech stays far below. Twin: `training/mhm_training/model.py`. */
const MAX_TOKENS = 128;
/** Times are clipped here before they are scaled. Twin: `WORD_TIMING` in `training/mhm_training/windows.py`. */
const MOST_S = 5;
/** Numbers at each token: the word's length and the gap before it, both log1p of seconds, and 1 at a word's first token. */
export const WORD_TIMING = 3;

/** What the backbone takes: n token ids behind the opening token, and [n, WORD_TIMING] numbers, row by row. */
export interface WindowTokens {
  readonly ids: readonly number[];
  readonly timing: Float32Array<ArrayBuffer>;
}

/** Tokens of a window, word by word; of too many the latest are kept. */
export type WindowTokenizer = (words: readonly ReadWord[]) => WindowTokens;

/** Makes the tokenizer from a pack's `tokenizer.json` and `tokenizer_config.json`. */
export function createWindowTokenizer(tokenizerJson: unknown, configJson: unknown): WindowTokenizer {
  const tokenizer = new Tokenizer(Object(tokenizerJson), Object(configJson));
  const [opening = 0] = tokenizer.encode('').ids;
  return (words) => layTokens(opening, words, (piece) => tokenizer.encode(piece).ids.slice(1, -1));
}

/** What a backbone that reads word by word takes: the tokens of one word, and those that open every cache. */
export interface WordTokenizer {
  readonly opening: readonly number[];
  /** A word's normalised text with a space before it, so that its tokens do not depend on its neighbours; none for an empty one. */
  readonly encode: (piece: string) => readonly number[];
}

/** Makes it from the same two files. Python twins: `word_tokens` and `opening_tokens` in `full_windows.py`. */
export function createWordTokenizer(tokenizerJson: unknown, configJson: unknown): WordTokenizer {
  const tokenizer = new Tokenizer(Object(tokenizerJson), Object(configJson));
  const opening = openingToken(configJson);
  const id = opening === null ? undefined : tokenizer.token_to_id(opening);
  return {
    opening: id === undefined ? [] : [id],
    encode: (piece) => (piece === '' ? [] : tokenizer.encode(` ${piece}`, { add_special_tokens: false }).ids),
  };
}

const token = v.nullish(v.union([v.string(), v.looseObject({ content: v.string() })]), null);
const openings = v.looseObject({ bos_token: token, cls_token: token });

/** The token that opens every sequence, where the tokenizer has one (Qwen3's has none). */
function openingToken(configJson: unknown): string | null {
  const read = v.safeParse(openings, configJson);
  const first = read.success ? (read.output.bos_token ?? read.output.cls_token) : null;
  return typeof first === 'object' && first !== null ? first.content : first;
}

/** The opening token, then each word's own tokens with its timing; the latest that fit. */
export function layTokens(
  opening: number,
  words: readonly ReadWord[],
  encode: (piece: string) => readonly number[],
): WindowTokens {
  const rows = words.flatMap(({ piece, lengthS, gapBeforeS }) => {
    const times = [scaled(lengthS), scaled(gapBeforeS)] as const;
    return encode(piece).map((id, index) => ({ id, timing: [...times, index === 0 ? 1 : 0] }));
  });
  const kept = [{ id: opening, timing: [0, 0, 0] }, ...rows.slice(-(MAX_TOKENS - 1))];
  return {
    ids: kept.map(({ id }) => id),
    timing: Float32Array.from(kept.flatMap(({ timing }) => timing)),
  };
}

const scaled = (seconds: number): number => Math.log1p(Math.min(Math.max(seconds, 0), MOST_S));
