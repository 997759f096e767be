import { floatData, type Tensor, type Tensors } from '../shared/model';

/** The caches [1, heads, tokens, size] without their last `count` tokens. */
export function withoutTail(cache: Tensors, count: number): Tensors {
  if (count <= 0) return cache;
  return Object.fromEntries(Object.entries(cache).map(([name, tensor]) => [name, cut(tensor, name, count)]));
}

function cut(tensor: Tensor, name: string, count: number): Tensor {
  const [, heads = 0, length = 0, size = 0] = tensor.dims;
  const kept = Math.max(0, length - count);
  const from = floatData(tensor, name);
  const data = new Float32Array(heads * kept * size);
  for (let head = 0; head < heads; head++)
    data.set(from.subarray(head * length * size, (head * length + kept) * size), head * kept * size);
  return { type: 'float32', data, dims: [1, heads, kept, size] };
}
