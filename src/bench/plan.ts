import type { Variant } from '../packs';
import type { FullMeta } from './full-meta';
import type { Machine, Subject } from './report';

/** What is there to be measured. */
export interface Present {
  readonly small: { readonly backbone: string; readonly head: string };
  /** Null where the full set is not on this machine. */
  readonly full: { readonly backbone: PresentPack; readonly voice: PresentPack } | null;
}

/** A pack of the full set. */
export interface PresentPack {
  readonly id: string;
  readonly meta: FullMeta;
  /** The files that are there; null: all of them. */
  readonly files: readonly string[] | null;
}

/** One subject of a bench, and why it cannot be run here, as a sentence, where it cannot. */
export interface Planned {
  readonly subject: Subject;
  readonly leftOut: string | null;
}

/** The small set on WASM, then each part of the full set on the GPU and on WASM, the lightest variant first. */
export function planBench({ small, full }: Present, gpu: Machine['gpu']): readonly Planned[] {
  const packs = [small.backbone, small.head];
  const first: Planned = {
    subject: { part: 'small-decision', packs, device: 'wasm', variant: 'int8' },
    leftOut: null,
  };
  if (full === null) return [first];
  const parts = [
    ['full-decision', full.backbone],
    ['full-voice', full.voice],
  ] as const;
  const planned = parts.flatMap(([part, pack]) =>
    (['webgpu', 'wasm'] as const).flatMap((device) =>
      (['float16', 'float32'] as const).flatMap((activations): Planned[] => {
        const variant = pack.meta.variants.find((one) => one.activations === activations);
        if (!variant?.devices.includes(device)) return [];
        const subject: Subject = { part, packs: [pack.id], device, variant: activations };
        return [{ subject, leftOut: whyNot(subject, gpu) ?? missing(pack, variant) }];
      }),
    ),
  );
  return [first, ...planned];
}

const missing = ({ files }: PresentPack, { graph, weights }: Variant): string | null =>
  files === null || [graph, ...weights].every((file) => files.includes(file))
    ? null
    : 'The files of this variant were not fetched.';

function whyNot({ device, variant }: Subject, gpu: Machine['gpu']): string | null {
  if (device === 'wasm') return null;
  if ('sentence' in gpu) return gpu.sentence;
  if (variant === 'float16' && !gpu.half)
    return `The GPU (${gpu.name}) has no 16-bit arithmetic (shader-f16), so this variant is unproven here.`;
  return null;
}
