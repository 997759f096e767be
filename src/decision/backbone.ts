import { noVariant, variantGraph, variantsFor, type Variant } from '../packs';
import { cacheOutputs, tokenFeeds } from '../shared/cached-graph';
import { floatData, type ModelHost, type ModelSession } from '../shared/model';
import type { CachedBackboneMeta } from './backbone-meta';
import type { CachePolicy } from './cache-policy';
import { createCachedReader } from './cached-reader';
import type { PackLike } from './decision-packs';
import { createWindowTokenizer, createWordTokenizer, WORD_TIMING, type WindowTokens } from './tokens';
import type { Window } from './window';

/** A backbone, loaded. Calls are made one at a time. */
export interface Backbone {
  /** Which words it reads; null where it reads the window anew each time. */
  readonly policy: CachePolicy | null;
  /** The hidden state [d] at the end of the window's last word. */
  hidden(window: Window): Promise<Float32Array>;
  /** Work for idle time; true while there is more of it. */
  prepare(): Promise<boolean>;
  /** Forgets what it has read. */
  forget(): Promise<void>;
  release(): Promise<void>;
}

/** The small set's backbone, which reads five seconds of words anew at each. */
export async function loadWindowBackbone(host: ModelHost, pack: PackLike): Promise<Backbone> {
  const [tokenizer, config] = await tokenizerFiles(pack);
  const tokens = createWindowTokenizer(tokenizer, config);
  const session = await host.load(await pack.bytes('backbone.onnx'));
  return {
    policy: null,
    hidden: ({ words }) => readWindow(session, tokens(words)),
    prepare: () => Promise.resolve(false),
    forget: () => Promise.resolve(),
    release: () => session.release(),
  };
}

/** The full set's backbone in one of its variants, which reads each word once. */
export async function loadCachedBackbone(
  host: ModelHost,
  pack: PackLike,
  { cache, policy, hiddenSize }: CachedBackboneMeta,
  variant: Variant,
): Promise<Backbone> {
  const [tokenizer, config] = await tokenizerFiles(pack);
  const tokens = createWordTokenizer(tokenizer, config);
  const graph = await variantGraph(pack, variant);
  const session = await host.load({ ...graph, keepOnDevice: cacheOutputs(cache.layers) });
  const shape = { ...cache, type: variant.activations };
  const reader = createCachedReader({ session, cache: shape, hiddenSize, policy, ...tokens });
  return {
    policy,
    hidden({ cached }) {
      if (cached === null) throw new TypeError('A window for a backbone with a cache names its words.');
      return reader.read(cached);
    },
    prepare: () => reader.prepare(),
    forget: () => reader.forget(),
    async release() {
      await reader.forget();
      await session.release();
    },
  };
}

/** The best variant of a backbone that a host can run. Throws a `PlainError` (`variant-missing`). */
export function bestVariant(host: ModelHost, pack: PackLike): Variant {
  const [best] = variantsFor(host, pack);
  if (best === undefined) throw noVariant(host, pack);
  return best;
}

const tokenizerFiles = (pack: PackLike): Promise<[unknown, unknown]> =>
  Promise.all([pack.json('tokenizer.json'), pack.json('tokenizer_config.json')]);

async function readWindow(session: ModelSession, { ids, timing }: WindowTokens): Promise<Float32Array> {
  const { hidden } = await session.run({
    ...tokenFeeds({}, ids, ids.length),
    word_timing: { type: 'float32', data: timing, dims: [1, ids.length, WORD_TIMING] },
  });
  return floatData(hidden, 'hidden').slice();
}
