import * as v from 'valibot';
import { PlainError } from '../shared/plain-error';
import type { CachePolicy } from './cache-policy';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const cachedMeta = v.looseObject({
  cache: v.pipe(
    v.looseObject({
      layers: count,
      heads: count,
      head_size: count,
      most_words: count,
      keep_words: count,
    }),
    v.check(({ most_words, keep_words }) => keep_words < most_words),
  ),
  hidden: count,
});

/** What the description of a backbone with a cache says of it. */
export interface CachedBackboneMeta {
  readonly cache: { readonly layers: number; readonly heads: number; readonly headSize: number };
  readonly policy: CachePolicy;
  readonly hiddenSize: number;
}

/** Reads it; null for a backbone that reads whole windows. Throws a `PlainError` (`pack-malformed`). */
export function parseBackboneMeta(meta: unknown): CachedBackboneMeta | null {
  if (!v.is(v.looseObject({ cache: v.unknown() }), meta)) return null;
  const read = v.safeParse(cachedMeta, meta);
  if (!read.success)
    throw new PlainError(
      'pack-malformed',
      `The description of the decision backbone is wrong at "${v.getDotPath(read.issues[0]) ?? 'cache'}".`,
      'Fetch the pack again, whole.',
    );
  const { cache, hidden } = read.output;
  return {
    cache: { layers: cache.layers, heads: cache.heads, headSize: cache.head_size },
    policy: { mostWords: cache.most_words, keepWords: cache.keep_words },
    hiddenSize: hidden,
  };
}
