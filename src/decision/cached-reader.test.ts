import { describe, expect, it } from 'vitest';
import type { ModelSession, Tensor, Tensors } from '../shared/model';
import { cachedWords, cacheStart, type CachedWords } from './cache-policy';
import { createCachedReader, type CachedReader } from './cached-reader';

const POLICY = { mostWords: 48, keepWords: 16 };
/** Words of one to three tokens; a word without text has none. */
const encode = (piece: string): number[] => [...piece].slice(0, 3).map((letter) => letter.charCodeAt(0));

/**
 * A backbone whose cache is the tokens themselves and whose hidden state says what was read: how many tokens, their sum, and the
 * last. It counts what it is fed, and complains of a cache that was let go.
 */
function fakeBackbone() {
  const fed: number[] = [];
  let alive = 0;
  let failing = false;
  const kept = (tokens: readonly number[]): Tensor => {
    let gone = false;
    alive += 1;
    return {
      type: 'float32',
      dims: [1, 1, tokens.length, 1],
      get data() {
        if (gone) throw new Error('This tensor was let go.');
        return Float32Array.from(tokens);
      },
      dispose() {
        if (!gone) alive -= 1;
        gone = true;
      },
    };
  };
  const session: ModelSession = {
    inputNames: [],
    outputNames: [],
    release: () => Promise.resolve(),
    run(feeds: Tensors) {
      if (failing) return Promise.reject(new Error('The device is gone.'));
      const ids = Array.from((feeds['input_ids']?.data ?? []) as BigInt64Array, Number);
      const past = Array.from((feeds['past_key_values.0.key']?.data ?? []) as Float32Array);
      const all = [...past, ...ids];
      expect(feeds['attention_mask']?.dims).toEqual([1, all.length]);
      fed.push(ids.length);
      const states = ids.flatMap((id, at) => {
        const upTo = all.slice(0, past.length + at + 1);
        return [upTo.length, upTo.reduce((sum, value) => sum + value, 0), id];
      });
      return Promise.resolve({
        hidden_states: {
          type: 'float32' as const,
          data: Float32Array.from(states),
          dims: [1, ids.length, 3],
        },
        'present.0.key': kept(all),
        'present.0.value': kept(all),
      });
    },
  };
  const reader = createCachedReader({
    session,
    cache: { layers: 1, heads: 1, headSize: 1, type: 'float32' },
    hiddenSize: 3,
    policy: POLICY,
    encode,
    opening: [],
  });
  return {
    reader,
    /** Tokens of each pass since the last time it was asked. */
    fed: () => fed.splice(0),
    alive: () => alive,
    fail: (now: boolean) => {
      failing = now;
    },
  };
}

const WORDS = Array.from({ length: 130 }, (_, index) => ({
  text: ['so', 'we', 'went', 'down', '\u{1F642}', 'there'][index % 6] ?? '',
}));
/** What the backbone says of words that are read from nothing. */
const readAnew = (words: CachedWords): Promise<Float32Array> => fakeBackbone().reader.read(words);
const prepareAll = async (reader: CachedReader): Promise<void> => {
  while (await reader.prepare());
};

describe('cacheStart', () => {
  it('slides by words: between 16 and 47 before each', () => {
    const starts = [0, 47, 48, 79, 80, 111, 112].map((index) => cacheStart(POLICY, index));
    expect(starts).toEqual([0, 0, 32, 32, 64, 64, 96]);
    for (let index = 48; index < 500; index++) {
      const before = index - cacheStart(POLICY, index);
      expect(before).toBeGreaterThanOrEqual(16);
      expect(before).toBeLessThan(48);
    }
  });
});

describe('createCachedReader', () => {
  it('says of every word what reading its whole window says, over two slides', async () => {
    const { reader } = fakeBackbone();
    for (const index of WORDS.keys()) {
      const words = cachedWords(POLICY, WORDS, index);
      expect(await reader.read(words)).toEqual(await readAnew(words));
      await prepareAll(reader);
    }
  });

  it('feeds at most the word itself, the slide included, when idle time was had', async () => {
    const { reader, fed } = fakeBackbone();
    for (const index of WORDS.keys()) {
      await reader.read(cachedWords(POLICY, WORDS, index));
      expect(fed().reduce((sum, tokens) => sum + tokens, 0)).toBeLessThanOrEqual(3);
      await prepareAll(reader);
      fed();
    }
  });

  it('prepares a word at a time, and says when there is no more', async () => {
    const { reader, fed } = fakeBackbone();
    await reader.read(cachedWords(POLICY, WORDS, 31));
    fed();
    expect(await reader.prepare()).toBe(false);
    expect(fed()).toEqual([]);
    await reader.read(cachedWords(POLICY, WORDS, 35));
    fed();
    expect(await reader.prepare()).toBe(true);
    expect(fed()).toHaveLength(1);
  });

  it('slides without idle time too, at the price of a longer pass', async () => {
    const { reader, fed } = fakeBackbone();
    for (let index = 0; index < 48; index++) await reader.read(cachedWords(POLICY, WORDS, index));
    fed();
    const words = cachedWords(POLICY, WORDS, 48);
    expect(await reader.read(words)).toEqual(await readAnew(words));
    expect(fed()).toEqual([words.pieces.flatMap(encode).length]);
  });

  it('reads anew when the words do not continue what it has', async () => {
    const { reader } = fakeBackbone();
    await reader.read({ start: 0, pieces: ['so', 'we', 'want'] });
    const corrected = { start: 0, pieces: ['so', 'we', 'went', 'home'] };
    expect(await reader.read(corrected)).toEqual(await readAnew(corrected));
    const earlier = { start: 0, pieces: ['so'] };
    expect(await reader.read(earlier)).toEqual(await readAnew(earlier));
    for (let index = 0; index < 60; index++) await reader.read(cachedWords(POLICY, WORDS, index));
    await prepareAll(reader);
    const other = WORDS.map(({ text }, index) => ({ text: index === 66 ? 'lake' : text }));
    await reader.read(cachedWords(POLICY, WORDS, 79));
    await prepareAll(reader);
    const changed = cachedWords(POLICY, other, 80);
    expect(await reader.read(changed)).toEqual(await readAnew(changed));
  });

  it('reads nothing for a word it was just asked about, or one without text', async () => {
    const { reader, fed } = fakeBackbone();
    const first = await reader.read({ start: 0, pieces: ['so'] });
    fed();
    expect(await reader.read({ start: 0, pieces: ['so'] })).toEqual(first);
    expect(await reader.read({ start: 0, pieces: ['so', ''] })).toEqual(first);
    expect(fed()).toEqual([]);
  });

  it('gives zeros until there is a token', async () => {
    const { reader } = fakeBackbone();
    expect(await reader.read({ start: 0, pieces: [''] })).toEqual(Float32Array.of(0, 0, 0));
  });

  it('lets go of what it no longer needs', async () => {
    const { reader, alive } = fakeBackbone();
    for (const index of WORDS.keys()) {
      await reader.read(cachedWords(POLICY, WORDS, index));
      await prepareAll(reader);
      expect(alive()).toBeLessThanOrEqual(4);
    }
    await reader.forget();
    expect(alive()).toBe(0);
  });

  it('goes on from what it has after a pass that failed', async () => {
    const { reader, fed, fail } = fakeBackbone();
    await reader.read({ start: 0, pieces: ['so', 'we'] });
    fed();
    fail(true);
    await expect(reader.read({ start: 0, pieces: ['so', 'we', 'went'] })).rejects.toThrow('gone');
    fail(false);
    const words = { start: 0, pieces: ['so', 'we', 'went'] };
    expect(await reader.read(words)).toEqual(await readAnew(words));
    expect(fed()).toEqual([3]);
  });
});
