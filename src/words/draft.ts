/** How far a new token may have moved against the draft. */
const REACH = 5;

/**
 * What a draft says after the tokens found so far, once they differ from it: the last token is looked for near its own place,
 * nearest first. Empty where it is not found, and the decoder goes on by one token.
 */
export function draftAfter(draft: readonly number[], tokens: readonly number[]): readonly number[] {
  const place = tokens.length - 1;
  const last = tokens[place];
  for (let shift = 0; shift <= REACH; shift++)
    for (const at of [place + shift, place - shift])
      if (at >= 0 && draft[at] === last) return draft.slice(at + 1);
  return [];
}
