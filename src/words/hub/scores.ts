import type { Library } from './hub-model';

/**
 * Notes how likely each token was when it was chosen: transformers.js tells only which tokens were, but lets others look at the
 * scores. What is settled when depends on it.
 */
export function createScores(library: Pick<Library, 'LogitsProcessor' | 'LogitsProcessorList'>) {
  let row: { readonly scores: Float32Array; readonly logSum: number } | null = null;
  const logProbs: number[] = [];
  /** The token that was chosen by the last scores. */
  const settle = (token: number): void => {
    if (row) logProbs.push(Math.min(0, (row.scores[token] ?? Number.NEGATIVE_INFINITY) - row.logSum));
    row = null;
  };
  class Watcher extends library.LogitsProcessor {
    override _call<T extends { readonly data: unknown }>(ids: bigint[][], logits: T): T {
      settle(Number(ids[0]?.at(-1) ?? 0));
      const scores = (logits.data as Float32Array).slice();
      row = { scores, logSum: logSumOf(scores) };
      watched += 1;
      return logits;
    }
  }
  let watched = 0;
  const processors = new library.LogitsProcessorList();
  processors.push(new Watcher());
  return {
    processors,
    /** How many tokens were chosen. */
    get count() {
      return watched;
    },
    /** Natural log-probability of each chosen token; `sequence` is all tokens, the opening ones included. */
    of(sequence: readonly number[]): readonly number[] {
      settle(sequence.at(-1) ?? 0);
      return logProbs;
    },
  };
}

/** Natural logarithm of the sum of all exponentials. */
function logSumOf(scores: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  return most + Math.log(sum);
}
