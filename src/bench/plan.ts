import type { FullMeta } from './full-meta';
import type { Machine, Subject } from './report';

/** What is there to be measured. */
export interface Present {
  readonly small: { readonly backbone: string; readonly head: string };
  /** Null where the full set is not on this machine. */
  readonly full: {
    readonly backbone: { readonly id: string; readonly meta: FullMeta };
    readonly voice: { readonly id: string; readonly meta: FullMeta };
  } | null;
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
  const subjects = parts.flatMap(([part, { id, meta }]) =>
    (['webgpu', 'wasm'] as const).flatMap((device) =>
      (['float16', 'float32'] as const)
        .filter((kind) =>
          meta.variants.some(({ activations, devices }) => activations === kind && devices.includes(device)),
        )
        .map((variant): Subject => ({ part, packs: [id], device, variant })),
    ),
  );
  return [first, ...subjects.map((subject) => ({ subject, leftOut: whyNot(subject, gpu) }))];
}

function whyNot({ device, variant }: Subject, gpu: Machine['gpu']): string | null {
  if (device === 'wasm') return null;
  if ('sentence' in gpu) return gpu.sentence;
  if (variant === 'float16' && !gpu.half)
    return `The GPU (${gpu.name}) has no 16-bit arithmetic (shader-f16), so this variant is unproven here.`;
  return null;
}
