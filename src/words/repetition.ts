/** A run of the same few tokens this many times over is a loop of the model and not speech. */
const REPEATS = 4;
const LONGEST_LOOP = 6;

/** How many of `tokens` to keep: up to the first round of a loop of 1 to 6 tokens that goes round four times or more. */
export function lengthBeforeLoop(tokens: readonly number[]): number {
  for (let end = REPEATS; end <= tokens.length; end++) {
    for (let size = 1; size <= LONGEST_LOOP && size * REPEATS <= end; size++) {
      const start = end - size * REPEATS;
      let same = 0;
      while (start + size + same < end && tokens[start + same] === tokens[start + size + same]) same++;
      if (same === size * (REPEATS - 1)) return start + size;
    }
  }
  return tokens.length;
}
