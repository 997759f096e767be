import { openDoor } from '../../shared/door';
import type { WorkerLike } from '../../shared/door';
import type { Scope } from '../../shared/scope';
import type { UmapCalls, UmapNote } from './umap.protocol';

/** The smallest bank that has neighbourhoods. */
const FEWEST = 5;

/**
 * Arranges vectors on a plane so that neighbours stay neighbours, in a worker that ends with `scope`. The same vectors always
 * give the same plane. Rows of null have no place and get NaN.
 */
export async function layOut(
  scope: Scope,
  vectors: readonly (readonly number[] | null)[],
  onShare: (share: number) => void,
): Promise<Float32Array> {
  const there = vectors.flatMap((vector, row) => (vector ? [{ vector, row }] : []));
  const xy = new Float32Array(2 * vectors.length).fill(Number.NaN);
  const size = there[0]?.vector.length ?? 0;
  if (there.length < FEWEST || there.some(({ vector }) => vector.length !== size)) return xy;
  const worker: WorkerLike = new Worker(new URL('./umap.worker.ts', import.meta.url), {
    type: 'module',
    name: 'umap',
  });
  const door = openDoor<UmapCalls, UmapNote>(worker, scope, ({ share }) => onShare(share));
  const flat = new Float32Array(there.length * size);
  there.forEach(({ vector }, at) => flat.set(vector, at * size));
  const { xy: found } = await door.call('layout', { vectors: flat, size }, { transfer: [flat.buffer] });
  there.forEach(({ row }, at) => xy.set(found.subarray(2 * at, 2 * at + 2), 2 * row));
  return xy;
}
