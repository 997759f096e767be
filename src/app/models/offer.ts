import { checkLimits, parseNeeds, parseVariants, usableVariants } from '../../packs';
import type { FoundPack, GpuFacts, Kept, PackMeta, Variant } from '../../packs';
import { PlainError } from '../../shared/plain-error';
import type { Offer } from './state';

/** The GPU, or why there is none that could be used. */
export type Gpu = GpuFacts | PlainError;

/** Which of a pack's variants are wanted besides the best one that the GPU can run. */
export interface AlsoWanted {
  /** Files that are kept already: what is there, or half there, stays. */
  readonly kept: readonly string[];
  /** The one that needs nothing special, in case the GPU gets the best one wrong. */
  readonly spare: boolean;
}

/** The files of a pack that this GPU takes; where none can be used those for any device. */
export function filesFor(
  meta: PackMeta,
  gpu: Gpu,
  { kept, spare }: AlsoWanted = { kept: [], spare: false },
): readonly string[] {
  const all = meta.files.map(({ path }) => path);
  if (meta['variants'] === undefined) return all;
  const variants = parseVariants(meta, meta.name);
  const plain = variants.at(-1);
  const [best = plain] = usableVariants(variants, 'webgpu', gpu instanceof PlainError ? null : gpu);
  const wanted = variants.filter(
    (variant) => variant === best || kept.includes(variant.graph) || (spare && variant === plain),
  );
  const theirs = filesOf(wanted);
  const ofVariants = filesOf(variants);
  return all.filter((path) => theirs.has(path) || !ofVariants.has(path));
}

const filesOf = (variants: readonly Variant[]): ReadonlySet<string> =>
  new Set(variants.flatMap(({ graph, weights }) => [graph, ...weights]));

/** Whether a pack has a variant that needs nothing special and is not kept. */
export function lacksSpare({ meta, files }: Pick<Kept, 'meta' | 'files'>): boolean {
  if (meta['variants'] === undefined) return false;
  const plain = parseVariants(meta, meta.name).at(-1);
  return plain !== undefined && !files.includes(plain.graph);
}

/** What fetching these packs means, for the person to decide. */
export function offerOf(found: readonly FoundPack[], from: string, gpu: Gpu): Offer {
  const sizes = found.map(({ meta }) => gpuBytesOf(meta)).filter((bytes) => bytes !== null);
  return {
    from,
    totalBytes: found.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
    weights: weightsOf(found),
    gpuBytes: sizes.length > 0 ? sizes.reduce((sum, bytes) => sum + bytes, 0) : null,
    device: deviceOf(found, gpu),
  };
}

/** Whether anything of the set has random weights. */
export const weightsOf = (packs: readonly Pick<Kept, 'meta'>[]): Offer['weights'] =>
  packs.some(({ meta }) => meta['weights'] === 'random') ? 'random' : 'trained';

function deviceOf(found: readonly FoundPack[], gpu: Gpu): Offer['device'] {
  if (gpu instanceof PlainError) return { fits: false, text: gpu.sentence };
  try {
    for (const { meta } of found) {
      const needs = parseNeeds(meta);
      if (needs) checkLimits(gpu, needs);
    }
  } catch (error) {
    if (error instanceof PlainError) return { fits: false, text: error.sentence };
    throw error;
  }
  const how = gpu.shaderF16 ? '16-bit numbers' : '32-bit numbers, as it has no shader-f16';
  const slow = gpu.software ? ' It is drawn by the processor, so it is likely to be too slow.' : '';
  return { fits: true, text: `This machine’s GPU (${gpu.name}) can run it, with ${how}.${slow}` };
}

function gpuBytesOf(meta: PackMeta): number | null {
  const { needs } = meta;
  if (typeof needs !== 'object' || needs === null || !('gpu_bytes' in needs)) return null;
  return typeof needs.gpu_bytes === 'number' ? needs.gpu_bytes : null;
}
