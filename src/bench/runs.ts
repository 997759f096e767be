import { floatData, type ModelSession, type Tensor, type Tensors } from '../shared/model';
import { SAMPLE_RATE_HZ } from '../shared/units';
import { rowsOf, type Row } from './report';
import { timeRounds } from './rounds';
import type { Effort } from './statistics';

/** How long to measure, by which clock, and who hears how much of it is done, 0..1. */
export interface Run {
  readonly effort: Effort;
  readonly now: () => number;
  readonly onShare?: (share: number) => void;
}

/** Tokens of a usual window of five seconds: 22 words, the opening and the closing. */
export const WINDOW_TOKENS = 24;

/** The shape of a backbone's cache: a key and a value a layer, [1, heads, tokens, head size]. */
export interface CacheShape {
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  /** As the variant's activations. */
  readonly type: 'float32' | 'float16';
}

/** The last words of a window of 24 tokens: read whole, against one and two tokens behind what the cache holds. */
export async function measureCached(
  session: ModelSession,
  cache: CacheShape,
  run: Run,
): Promise<readonly Row[]> {
  const empty = emptyCache(cache);
  const read = async (past: Tensors, from: number, to: number): Promise<Tensors> => {
    const { hidden_states: hidden, ...present } = await session.run(tokenFeeds(past, from, to));
    floatData(hidden, 'hidden_states');
    return asPast(present);
  };
  const behindOne = await read(empty, 0, WINDOW_TOKENS - 1);
  const behindTwo = await read(empty, 0, WINDOW_TOKENS - 2);
  const feed = (past: Tensors, from: number) => async (): Promise<void> =>
    free(await read(past, from, WINDOW_TOKENS));
  try {
    const works = [
      // Whoever reads the window anew has no use for a cache, and asks for none.
      { name: 'window', call: () => hiddenOf(session, tokenFeeds(empty, 0, WINDOW_TOKENS)) },
      { name: 'two', call: feed(behindTwo, WINDOW_TOKENS - 2) },
      { name: 'one', call: feed(behindOne, WINDOW_TOKENS - 1) },
    ] as const;
    return rowsOf(await timeRounds(works, run.effort, run.now, run.onShare));
  } finally {
    free(behindOne);
    free(behindTwo);
  }
}

async function hiddenOf(session: ModelSession, feeds: Tensors): Promise<void> {
  const { hidden_states: hidden } = await session.run(feeds, ['hidden_states']);
  floatData(hidden, 'hidden_states');
}

/** Tokens `from` to `to` behind a cache of `from` tokens; which tokens they are makes no difference to the time. */
function tokenFeeds(past: Tensors, from: number, to: number): Tensors {
  const ids = BigInt64Array.from({ length: to - from }, (_, index) => BigInt(from + index + 2));
  return {
    ...past,
    input_ids: { type: 'int64', data: ids, dims: [1, ids.length] },
    attention_mask: { type: 'int64', data: new BigInt64Array(to).fill(1n), dims: [1, to] },
  };
}

function emptyCache({ layers, heads, headSize, type }: CacheShape): Tensors {
  const data = type === 'float16' ? new Uint16Array() : new Float32Array();
  const none: Tensor = { type, data, dims: [1, heads, 0, headSize] };
  const names = Array.from({ length: layers }, (_, layer) => ['key', 'value'].map((of) => `${layer}.${of}`));
  return Object.fromEntries(names.flat().map((name) => [`past_key_values.${name}`, none]));
}

const asPast = (present: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(present).map(([name, tensor]) => [name.replace('present.', 'past_key_values.'), tensor]),
  );

const free = (tensors: Tensors): void => {
  for (const tensor of Object.values(tensors)) tensor.dispose?.();
};

/** One second of 16 kHz mono through the voice encoder; what is heard makes no difference to the time. */
export async function measureVoice(session: ModelSession, run: Run): Promise<readonly Row[]> {
  const dims = [1, SAMPLE_RATE_HZ];
  const samples = Float32Array.from({ length: SAMPLE_RATE_HZ }, (_, n) => 0.2 * Math.sin(n / 20));
  const mask = new Float32Array(SAMPLE_RATE_HZ).fill(1);
  const feeds: Tensors = {
    samples: { type: 'float32', data: samples, dims },
    mask: { type: 'float32', data: mask, dims },
  };
  const call = async (): Promise<void> => {
    const { pooled } = await session.run(feeds);
    floatData(pooled, 'pooled');
  };
  return rowsOf(await timeRounds([{ name: 'voice', call }], run.effort, run.now, run.onShare));
}

/** The small set's backbone over 24 tokens and its head over one condition of `condition` numbers. */
export async function measureSmall(
  graphs: { readonly backbone: ModelSession; readonly head: ModelSession; readonly condition: number },
  run: Run,
): Promise<readonly Row[]> {
  const dims = [1, WINDOW_TOKENS];
  const { input_ids, attention_mask } = tokenFeeds({}, 0, WINDOW_TOKENS);
  const timing = new Float32Array(3 * WINDOW_TOKENS).fill(0.2);
  const window = {
    ...(input_ids && { input_ids }),
    ...(attention_mask && { attention_mask }),
    word_timing: { type: 'float32', data: timing, dims: [...dims, 3] },
  } as const;
  const read = async (): Promise<Float32Array> => {
    const { hidden } = await graphs.backbone.run(window);
    return floatData(hidden, 'hidden');
  };
  const hidden = (await read()).slice();
  const asked: Tensors = {
    hidden: { type: 'float32', data: hidden, dims: [1, hidden.length] },
    condition: {
      type: 'float32',
      data: new Float32Array(graphs.condition).fill(0.5),
      dims: [1, graphs.condition],
    },
  };
  const works = [
    { name: 'backbone', call: async () => void (await read()) },
    { name: 'head', call: async () => void floatData((await graphs.head.run(asked))['logits'], 'logits') },
  ] as const;
  return rowsOf(await timeRounds(works, run.effort, run.now, run.onShare));
}
