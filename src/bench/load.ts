import * as v from 'valibot';
import { variantGraph, type VariantPack } from '../packs';
import type { ModelHost } from '../shared/model';
import { malformed, parseFullMeta } from './full-meta';
import type { Row, Subject } from './report';
import { measureCached, measureSmall, measureVoice, type Run } from './runs';

/** The part of an open pack that is needed. */
export interface BenchPack extends VariantPack {
  readonly id: string;
  readonly meta: unknown;
}

/** A subject's graphs on a device, ready to be timed. */
export interface LoadedSubject {
  readonly weights: 'trained' | 'random';
  measure(run: Run): Promise<readonly Row[]>;
}

const headMeta = v.looseObject({ condition: v.array(v.unknown()) });

/** Loads what a subject names from packs that are open. Rejects with a `PlainError`. */
export async function loadSubject(
  host: ModelHost,
  subject: Subject,
  packs: readonly BenchPack[],
): Promise<LoadedSubject> {
  const [pack, head] = packs;
  if (pack === undefined) throw new RangeError('A subject has a pack.');
  if (subject.part === 'small-decision') {
    if (head === undefined) throw new RangeError('The small decision has two packs.');
    return loadSmall(host, pack, head);
  }
  const { weights, cache, variants } = parseFullMeta(pack);
  const variant = variants.find(({ activations }) => activations === subject.variant);
  if (variant === undefined) throw malformed(pack.id, 'variants');
  const graph = await variantGraph(pack, variant);
  if (subject.part === 'full-voice') {
    const session = await host.load(graph);
    return { weights, measure: (run) => measureVoice(session, run) };
  }
  if (cache === undefined) throw malformed(pack.id, 'cache');
  const { layers, heads, head_size: headSize } = cache;
  const session = await host.load({ ...graph, keepOnDevice: presentNames(layers) });
  return {
    weights,
    measure: (run) => measureCached(session, { layers, heads, headSize, type: variant.activations }, run),
  };
}

const presentNames = (layers: number): readonly string[] =>
  Array.from({ length: layers }, (_, layer) => [`present.${layer}.key`, `present.${layer}.value`]).flat();

async function loadSmall(
  host: ModelHost,
  backbonePack: BenchPack,
  headPack: BenchPack,
): Promise<LoadedSubject> {
  const meta = v.safeParse(headMeta, headPack.meta);
  if (!meta.success) throw malformed(headPack.id, 'condition');
  const backbone = await host.load(await backbonePack.bytes('backbone.onnx'));
  const head = await host.load(await headPack.bytes('head.onnx'));
  const condition = meta.output.condition.length;
  return { weights: 'trained', measure: (run) => measureSmall({ backbone, head, condition }, run) };
}
