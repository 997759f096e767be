import type { Word } from '../flow';
import { normaliseText } from '../shared/text';

/** How many words a cached backbone keeps before it begins anew, and how many of them it begins with. */
export interface CachePolicy {
  readonly mostWords: number;
  readonly keepWords: number;
}

/** The words a cached backbone is judged on: their normalised texts, of which some may be empty, from `start` on. */
export interface CachedWords {
  /** The first one's index among the partner's words. */
  readonly start: number;
  readonly pieces: readonly string[];
}

/**
 * The first word in the cache when the partner's word `index` is judged. The cache grows to `mostWords`; the next word empties
 * it, and the last `keepWords` before that word are read again. It depends on words alone, never on time. Python twin:
 * `cache_start` in `training/mhm_training/full_windows.py`.
 */
export function cacheStart({ mostWords, keepWords }: CachePolicy, index: number): number {
  const step = mostWords - keepWords;
  return index < mostWords ? 0 : (Math.floor((index - mostWords) / step) + 1) * step;
}

/** The words that a cached backbone needs to judge word `index`. */
export function cachedWords(
  policy: CachePolicy,
  words: readonly Pick<Word, 'text'>[],
  index: number,
): CachedWords {
  const start = cacheStart(policy, index);
  return { start, pieces: words.slice(start, index + 1).map(({ text }) => normaliseText(text)) };
}
