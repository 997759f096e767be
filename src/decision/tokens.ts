import { Tokenizer } from '@huggingface/tokenizers';

/** As the model was trained; a window of five seconds of speech stays far below. Twin: `training/mhm_training/model.py`. */
const MAX_TOKENS = 128;

/** Token ids of a normalised text, opening and closing token included; of too many the latest are kept. */
export type TokenIds = (text: string) => readonly number[];

/** Makes the tokenizer from a pack's `tokenizer.json` and `tokenizer_config.json`. */
export function createTokenIds(tokenizerJson: unknown, configJson: unknown): TokenIds {
  const tokenizer = new Tokenizer(Object(tokenizerJson), Object(configJson));
  return (text) => shorten(tokenizer.encode(text).ids);
}

/** The opening token, then the latest ids that fit. */
export function shorten(ids: readonly number[]): readonly number[] {
  if (ids.length <= MAX_TOKENS) return ids;
  return [...ids.slice(0, 1), ...ids.slice(ids.length - MAX_TOKENS + 1)];
}
