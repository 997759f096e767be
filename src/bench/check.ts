import * as v from 'valibot';
import type { ModelSession } from '../shared/model';
import { emptyCache, free, readHidden, readTokens, type CacheShape } from './cached-graph';
import { malformed } from './full-meta';

const golden = v.object({
  cases: v.array(v.object({ input_ids: v.array(v.number()), hidden: v.array(v.number()) })),
});
/** A case long enough for a cache, and no longer than it need be. */
const LEAST_TOKENS = 8;

/**
 * Whether a backbone gives the reference's numbers, read in each of the ways that are timed: times of wrong numbers mean nothing.
 * `bytes` are those of its golden file.
 */
export async function isRight(
  session: ModelSession,
  cache: CacheShape,
  { id, bytes, tolerance }: { readonly id: string; readonly bytes: Uint8Array; readonly tolerance: number },
): Promise<boolean> {
  const read = v.safeParse(golden, parsed(bytes));
  const known = read.success
    ? read.output.cases.find(({ input_ids: ids }) => ids.length >= LEAST_TOKENS)
    : undefined;
  if (!known) throw malformed(id, 'golden.json');
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
function close(states: Float32Array, wanted: readonly number[], tolerance: number): boolean {
  const last = states.subarray(states.length - wanted.length);
  return wanted.every((value, index) => Math.abs((last[index] ?? Number.NaN) - value) <= tolerance);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
