import { floatData, type ModelSession, type Tensors } from '../shared/model';
import { SAMPLE_RATE_HZ } from '../shared/units';
import {
  emptyCache,
  free,
  readHidden,
  readTokens,
  tokenFeeds,
  type CacheShape,
} from '../shared/cached-graph';
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
const WINDOW_TOKENS = 24;

/** The last words of a window of 24 tokens: read whole, against one and two tokens behind what the cache holds. */
export async function measureCached(
  session: ModelSession,
  cache: CacheShape,
  run: Run,
): Promise<readonly Row[]> {
  const empty = emptyCache(cache);
  const { past: behindOne } = await readTokens(session, empty, IDS.slice(0, -1), WINDOW_TOKENS - 1);
  const { past: behindTwo } = await readTokens(session, empty, IDS.slice(0, -2), WINDOW_TOKENS - 2);
  const feed = (past: Tensors, tokens: number) => async (): Promise<void> => {
    const read = await readTokens(session, past, IDS.slice(-tokens), WINDOW_TOKENS);
    free(read.past);
  };
  try {
    const works = [
      // Whoever reads the window anew has no use for a cache, and asks for none.
      { name: 'window', call: async () => void (await readHidden(session, empty, IDS)) },
      { name: 'two', call: feed(behindTwo, 2) },
      { name: 'one', call: feed(behindOne, 1) },
    ] as const;
    return rowsOf(await timeRounds(works, run.effort, run.now, run.onShare));
  } finally {
    free(behindOne);
    free(behindTwo);
  }
}

/** Which tokens they are makes no difference to the time. */
const IDS = Array.from({ length: WINDOW_TOKENS }, (_, index) => index + 2);

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
  const timing = new Float32Array(3 * WINDOW_TOKENS).fill(0.2);
  const window: Tensors = {
    ...tokenFeeds({}, IDS, WINDOW_TOKENS),
    word_timing: { type: 'float32', data: timing, dims: [...dims, 3] },
  };
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
