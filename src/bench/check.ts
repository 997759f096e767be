import * as v from 'valibot';
import { emptyCache, free, readHidden, readTokens, type CacheShape } from '../shared/cached-graph';
import { farthest, readGolden, type GoldenPack } from '../shared/golden';
import type { ModelSession } from '../shared/model';
import { malformed } from './full-meta';

const golden = v.object({
  cases: v.array(v.object({ input_ids: v.array(v.number()), hidden: v.array(v.number()) })),
});
/** A case long enough for a cache, and no longer than it need be. */
const LEAST_TOKENS = 8;

/** Whether a backbone gives the reference's numbers, read in each of the ways that are timed: times of wrong numbers mean nothing. */
export async function isRight(
  session: ModelSession,
  cache: CacheShape,
  pack: GoldenPack,
  tolerance: number,
): Promise<boolean> {
  const { cases } = (await readGolden(pack, golden)).golden;
  const known = cases.find(({ input_ids: ids }) => ids.length >= LEAST_TOKENS);
  if (!known) throw malformed(pack.id, 'golden.json');
  const { input_ids: ids, hidden } = known;
  const empty = emptyCache(cache);
  let right = close(await readHidden(session, empty, ids), hidden, tolerance);
  for (const last of [2, 1]) {
    const before = await readTokens(session, empty, ids.slice(0, -last), ids.length - last);
    const after = await readTokens(session, before.past, ids.slice(-last), ids.length);
    right &&= close(after.hidden, hidden, tolerance);
    free(before.past);
    free(after.past);
  }
  return right;
}

/** Whether the last row is the wanted one; a number that is none is not. */
const close = (states: Float32Array, wanted: readonly number[], tolerance: number): boolean =>
  farthest(states.subarray(states.length - wanted.length), wanted) <= tolerance;
