import { floatData, type ModelSession, type Tensor, type Tensors } from './model';

/** The shape of a backbone's cache: a key and a value a layer, [1, heads, tokens, head size]. */
export interface CacheShape {
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  /** As the variant's activations. */
  readonly type: 'float32' | 'float16';
}

/** Reads tokens behind a cache: the hidden states, row by row, and the longer cache, `total` tokens long, to be freed. */
export async function readTokens(
  session: ModelSession,
  past: Tensors,
  ids: readonly number[],
  total: number,
): Promise<{ readonly hidden: Float32Array; readonly past: Tensors }> {
  const { hidden_states: hidden, ...present } = await session.run(tokenFeeds(past, ids, total));
  return {
    hidden: floatData(hidden, 'hidden_states'),
    past: Object.fromEntries(Object.entries(present).map(([name, tensor]) => [fedBackAs(name), tensor])),
  };
}

/** The same without a cache before or after. */
export async function readHidden(
  session: ModelSession,
  empty: Tensors,
  ids: readonly number[],
): Promise<Float32Array> {
  const { hidden_states: hidden } = await session.run(tokenFeeds(empty, ids, ids.length), ['hidden_states']);
  return floatData(hidden, 'hidden_states');
}

/** What a graph is fed: tokens, a mask over all that it then knows, and what it knew. */
export const tokenFeeds = (past: Tensors, ids: readonly number[], total: number): Tensors => ({
  ...past,
  input_ids: { type: 'int64', data: BigInt64Array.from(ids, BigInt), dims: [1, ids.length] },
  attention_mask: { type: 'int64', data: new BigInt64Array(total).fill(1n), dims: [1, total] },
});

/** A cache that holds nothing yet. */
export function emptyCache({ layers, heads, headSize, type }: CacheShape): Tensors {
  const data = type === 'float16' ? new Uint16Array() : new Float32Array();
  const none: Tensor = { type, data, dims: [1, heads, 0, headSize] };
  return Object.fromEntries(cacheOutputs(layers).map((name) => [fedBackAs(name), none]));
}

/** The names of the outputs that make up the cache, in the order in which they are fed back. */
export const cacheOutputs = (layers: number): readonly string[] =>
  Array.from({ length: layers }, (_, layer) => [`present.${layer}.key`, `present.${layer}.value`]).flat();

const fedBackAs = (output: string): string => output.replace('present', 'past_key_values');

/** Lets go of tensors that were kept on the device. */
export const free = (tensors: Tensors): void => {
  for (const tensor of Object.values(tensors)) tensor.dispose?.();
};
