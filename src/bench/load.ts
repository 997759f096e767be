import * as v from 'valibot';
import { variantGraph, type VariantPack } from '../packs';
import { cacheOutputs } from '../shared/cached-graph';
import type { Graph, ModelHost, ModelSession } from '../shared/model';
import type { Ms } from '../shared/units';
import { isRight } from './check';
import { malformed, parseFullMeta } from './full-meta';
import type { Row, Subject } from './report';
import { measureCached, measureSmall, measureVoice, type Run } from './runs';

/** The part of an open pack that is needed. */
export interface BenchPack extends VariantPack {
  readonly id: string;
  readonly meta: unknown;
  json(path: string): Promise<unknown>;
}

/** A subject's graphs on a device, ready to be timed. */
export interface LoadedSubject {
  readonly weights: 'trained' | 'random';
  /** What the device took to take them in; for stored files reading them included, for fetched ones not. */
  readonly loadMs: Ms;
  /** Whether the device gives the reference's numbers; true where nothing is known to compare with. */
  isRight(): Promise<boolean>;
  measure(run: Run): Promise<readonly Row[]>;
  /** Frees what the device holds of it. */
  release(): Promise<void>;
}

const headMeta = v.looseObject({ condition: v.array(v.unknown()) });

/** Loads what a subject names from packs that are open. Rejects with a `PlainError`. */
export async function loadSubject(
  host: ModelHost,
  subject: Subject,
  packs: readonly BenchPack[],
  now: () => number,
): Promise<LoadedSubject> {
  let loadMs = 0;
  const sessions: ModelSession[] = [];
  const load = async (graph: Uint8Array | Graph): Promise<ModelSession> => {
    const fromMs = now();
    const session = await host.load(graph);
    loadMs += now() - fromMs;
    sessions.push(session);
    return session;
  };
  const loaded = await loadGraphs(load, subject, packs);
  return {
    ...loaded,
    loadMs,
    async release() {
      for (const session of sessions) await session.release();
    },
  };
}

type Loaded = Pick<LoadedSubject, 'weights' | 'isRight' | 'measure'>;
type Load = (graph: Uint8Array | Graph) => Promise<ModelSession>;

async function loadGraphs(load: Load, subject: Subject, [pack, head]: readonly BenchPack[]): Promise<Loaded> {
  if (pack === undefined) throw new RangeError('A subject has a pack.');
  if (subject.part === 'small-decision') {
    if (head === undefined) throw new RangeError('The small decision has two packs.');
    return loadSmall(load, pack, head);
  }
  const { weights, cache, variants } = parseFullMeta(pack);
  const variant = variants.find(({ activations }) => activations === subject.variant);
  if (variant === undefined) throw malformed(pack.id, 'variants');
  const graph = await variantGraph(pack, variant);
  if (subject.part === 'full-voice') {
    const session = await load(graph);
    return { weights, isRight: unchecked, measure: (run) => measureVoice(session, run) };
  }
  if (cache === undefined) throw malformed(pack.id, 'cache');
  const { layers, heads, head_size: headSize } = cache;
  const session = await load({ ...graph, keepOnDevice: cacheOutputs(layers) });
  const shape = { layers, heads, headSize, type: variant.activations };
  return {
    weights,
    isRight: () => isRight(session, shape, pack, variant.tolerance),
    measure: (run) => measureCached(session, shape, run),
  };
}

/** The small set is checked wherever it is used, and the voice encoder has no cache to go wrong. */
const unchecked = (): Promise<boolean> => Promise.resolve(true);

async function loadSmall(load: Load, backbonePack: BenchPack, headPack: BenchPack): Promise<Loaded> {
  const meta = v.safeParse(headMeta, headPack.meta);
  if (!meta.success) throw malformed(headPack.id, 'condition');
  const backbone = await load(await backbonePack.bytes('backbone.onnx'));
  const head = await load(await headPack.bytes('head.onnx'));
  const condition = meta.output.condition.length;
  return {
    weights: 'trained',
    isRight: unchecked,
    measure: (run) => measureSmall({ backbone, head, condition }, run),
  };
}
