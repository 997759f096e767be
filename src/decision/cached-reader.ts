import { emptyCache, free, readTokens, type CacheShape } from '../shared/cached-graph';
import type { ModelSession, Tensors } from '../shared/model';
import { cacheStart, type CachedWords, type CachePolicy } from './cache-policy';

/** What a reader is made of. */
export interface CachedReaderParts {
  /** `input_ids`, `attention_mask` and the cache so far in; `hidden_states` and the longer cache out. */
  readonly session: ModelSession;
  readonly cache: CacheShape;
  /** Numbers of a hidden state. */
  readonly hiddenSize: number;
  readonly policy: CachePolicy;
  /** The tokens of a word's normalised text; none for an empty one. */
  readonly encode: (piece: string) => readonly number[];
  /** The tokens that open every cache; most tokenizers have none. */
  readonly opening: readonly number[];
}

/** Reads words one after another through a backbone with a cache. */
export interface CachedReader {
  /** The hidden state [hiddenSize] at the last of the words. Reads only what is new where the words continue a cache. */
  read(words: CachedWords): Promise<Float32Array>;
  /**
   * Feeds one word to the next cache, whose first word is known long before it is needed, so that it is full when the present
   * one is. For idle time. True while there is more to feed.
   */
  prepare(): Promise<boolean>;
  /** Empties both caches. */
  forget(): Promise<void>;
}

/** Words that were read: what the device holds of them, and the hidden state at the last. */
interface Cache extends CachedWords {
  readonly tokens: number;
  /** By the names under which they are fed back; null until there is a token. */
  readonly past: Tensors | null;
  readonly hidden: Float32Array;
}

/** Makes a reader with empty caches. Its calls go one after another. Python twin: `WordReader` in `full_graph.py`. */
export function createCachedReader(parts: CachedReaderParts): CachedReader {
  const { session, policy } = parts;
  const empty = emptyCache(parts.cache);
  let present: Cache | null = null;
  let next: Cache | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const begun = (start: number): Cache => ({
    start,
    pieces: [],
    tokens: 0,
    past: null,
    hidden: new Float32Array(parts.hiddenSize),
  });

  /** Reads further words behind a cache; the cache is used up, unless the device fails. */
  async function extend(cache: Cache, pieces: readonly string[]): Promise<Cache> {
    const words = { start: cache.start, pieces: [...cache.pieces, ...pieces] };
    const spoken = pieces.flatMap(parts.encode);
    const ids = cache.pieces.length === 0 ? [...parts.opening, ...spoken] : spoken;
    if (ids.length === 0) return { ...cache, ...words };
    const tokens = cache.tokens + ids.length;
    const { hidden, past } = await readTokens(session, cache.past ?? empty, ids, tokens);
    drop(cache);
    return { ...words, tokens, past, hidden: hidden.slice(-parts.hiddenSize) };
  }

  return {
    read: (words) =>
      inTurn(async () => {
        let base = begun(words.start);
        if (present && continues(words, present)) base = present;
        else if (next && continues(words, next)) {
          drop(present);
          [base, next] = [next, null];
        } else {
          drop(present);
          drop(next);
          next = null;
        }
        // Only what the device really holds is remembered: it may fail below.
        present = base;
        present = await extend(base, words.pieces.slice(base.pieces.length));
        return present.hidden;
      }),
    prepare: () =>
      inTurn(async () => {
        const ahead = present && wordsAhead(policy, present);
        if (!ahead) return false;
        if (!next || !continues(ahead, next)) {
          drop(next);
          next = begun(ahead.start);
        }
        const from = next.pieces.length;
        if (from < ahead.pieces.length) next = await extend(next, ahead.pieces.slice(from, from + 1));
        return next.pieces.length < ahead.pieces.length;
      }),
    forget: () =>
      inTurn(async () => {
        drop(present);
        drop(next);
        [present, next] = [null, null];
      }),
  };
}

/** Whether the cache holds the first of the words and nothing else. */
const continues = (words: CachedWords, cache: CachedWords): boolean =>
  words.start === cache.start &&
  cache.pieces.length <= words.pieces.length &&
  cache.pieces.every((piece, index) => piece === words.pieces[index]);

/** What of the words already read the next cache begins with; null while it has not begun. */
function wordsAhead(policy: CachePolicy, { start, pieces }: CachedWords): CachedWords | null {
  const next = cacheStart(policy, start + policy.mostWords);
  return start + pieces.length > next ? { start: next, pieces: pieces.slice(next - start) } : null;
}

const drop = (cache: Cache | null): void => free(cache?.past ?? {});
