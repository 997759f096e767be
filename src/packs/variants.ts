import * as v from 'valibot';
import type { Graph, ModelHost, Weights } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import type { GpuFacts } from './gpu-device';

/** Where the full set runs. `wasm` is the same build of the runtime on the processor, for comparison. */
export type FullDevice = 'webgpu' | 'wasm';

const variant = v.looseObject({
  graph: v.string(),
  /** External data, by the names that the graph has for them. */
  weights: v.array(v.string()),
  activations: v.picklist(['float16', 'float32']),
  /** Features of the GPU that it cannot do without. */
  needs: v.array(v.string()),
  devices: v.array(v.picklist(['webgpu', 'wasm'])),
  /** How far its numbers may be off the reference. */
  tolerance: v.number(),
});
const withVariants = v.looseObject({ variants: v.pipe(v.array(variant), v.minLength(1)) });
const withNeeds = v.looseObject({
  needs: v.looseObject({ buffer_bytes: v.number(), storage_buffer_bytes: v.number() }),
});

/** One of the forms in which a pack holds the same model. */
export type Variant = v.InferOutput<typeof variant>;

/** The pack's variants, best first. Throws a `PlainError` (`pack-malformed`). */
export function parseVariants(meta: unknown, id: string): readonly Variant[] {
  const read = v.safeParse(withVariants, meta);
  if (read.success) return read.output.variants;
  throw new PlainError(
    'pack-malformed',
    `The description of the pack ${id} is wrong at "${v.getDotPath(read.issues[0]) ?? 'variants'}".`,
    'Fetch the pack again, whole.',
  );
}

/** The variants that a device can run, best first. A GPU of which nothing is known has no feature. */
export const usableVariants = (
  variants: readonly Variant[],
  device: FullDevice,
  gpu: Pick<GpuFacts, 'shaderF16'> | null,
): readonly Variant[] =>
  variants.filter(
    ({ devices, needs }) =>
      devices.includes(device) &&
      needs.every((need) => need === 'shader-f16' && gpu !== null && gpu.shaderF16),
  );

/** The part of an open pack that says which of its variants are there. */
interface VariedPack {
  readonly id: string;
  readonly meta: unknown;
  /** The files that are there; absent: all. */
  readonly files?: readonly string[];
}

/** The variants of a pack that a host can run and that are there, best first. */
export function variantsFor(
  { gpu = null }: Pick<ModelHost, 'gpu'>,
  { id, meta, files }: VariedPack,
): readonly Variant[] {
  return usableVariants(parseVariants(meta, id), gpu === null ? 'wasm' : 'webgpu', gpu).filter(
    ({ graph, weights }) => [graph, ...weights].every((path) => files?.includes(path) ?? true),
  );
}

/** Nothing of a pack runs here. */
export const noVariant = ({ backend }: Pick<ModelHost, 'backend'>, { id }: VariedPack): PlainError =>
  new PlainError(
    'variant-missing',
    `The pack ${id} has nothing that runs on this device (${backend}), or it was not fetched.`,
    'Fetch the full set again on this machine, or use the small set.',
  );

/** What a pack needs of a GPU, in bytes; null where it does not say. */
export function parseNeeds(meta: unknown): { bufferBytes: number; storageBufferBytes: number } | null {
  const read = v.safeParse(withNeeds, meta);
  if (!read.success) return null;
  const { buffer_bytes, storage_buffer_bytes } = read.output.needs;
  return { bufferBytes: buffer_bytes, storageBufferBytes: storage_buffer_bytes };
}

/** The part of an open pack that a variant is read from; a stored one gives its files without reading them. */
export interface VariantPack {
  bytes(path: string): Promise<Uint8Array>;
  blob?(path: string): Promise<Blob>;
}

/** A variant's graph with its weights, for `ModelHost.load`. */
export async function variantGraph(pack: VariantPack, { graph, weights }: Variant): Promise<Graph> {
  const beside: Weights[] = [];
  for (const path of weights)
    beside.push({ path, data: pack.blob ? await pack.blob(path) : await pack.bytes(path) });
  return { bytes: await pack.bytes(graph), weights: beside };
}
