/** Measures for words and times, for tests and for `scripts/`. */

/** The value below which the share `q` of `values` lies; NaN for none. */
export function percentile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** Substitutions, insertions and deletions that turn `heard` into `reference`. */
export function wordErrors(reference: readonly string[], heard: readonly string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, index) => index);
  for (const [i, word] of reference.entries()) {
    const next = [i + 1];
    for (const [j, other] of heard.entries()) {
      const substituted = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[heard.length] ?? 0;
}

/** Pairs of equal words, in order: the longest common subsequence under `keyOf`. */
export function pairedWords<A extends { readonly text: string }, B extends { readonly text: string }>(
  known: readonly A[],
  heard: readonly B[],
  keyOf: (text: string) => string,
): readonly (readonly [A, B])[] {
  const a = known.map(({ text }) => keyOf(text));
  const b = heard.map(({ text }) => keyOf(text));
  const best = Array.from({ length: a.length + 1 }, () => new Int32Array(b.length + 1));
  const get = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = best[i];
      if (row) row[j] = a[i] === b[j] ? get(i + 1, j + 1) + 1 : Math.max(get(i + 1, j), get(i, j + 1));
    }
  const pairs: (readonly [A, B])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [one, other] = [known[i], heard[j]];
    if (a[i] === b[j] && one && other) {
      pairs.push([one, other]);
      i++;
      j++;
    } else if (get(i + 1, j) >= get(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
