import type { FullDevice, GpuFacts } from '../packs';
import { openDoor, type WorkerLike } from '../shared/door';
import type { Scope } from '../shared/scope';
import type { DecisionPackIds, FullDecisionCalls, FullDecisionNote } from './decision.protocol';
import type { DecisionStage } from './stage';
import { windowAt } from './window';

/** Where the worker finds its models and its runtime, and what it runs on. */
export interface FullDecisionOptions {
  /** Kept in the browser, or at an absolute address that ends with a slash. */
  readonly from: 'stored' | { readonly modelsUrl: string };
  /** Absolute, ending with a slash. */
  readonly wasmUrl: string;
  readonly packs: DecisionPackIds;
  readonly device?: FullDevice;
  /** WASM threads. */
  readonly threads?: number;
  readonly onNote?: (note: FullDecisionNote) => void;
  /** Tests give a loopback. */
  readonly worker?: WorkerLike;
}

/** The full set's stage. */
export interface FullDecisionStage extends DecisionStage {
  /** Null on WASM. */
  readonly gpu: GpuFacts | null;
  readonly activations: 'float16' | 'float32' | null;
  state(word: number): Promise<Float32Array | null>;
}

/** Long past any use: whoever wants an answer has given up by then, and the worker is as good as dead. */
const PATIENCE = { patienceMs: 60_000 };

const startWorker = (): WorkerLike =>
  new Worker(new URL('./decision-full.worker.ts', import.meta.url), {
    type: 'module',
    name: 'decision-full',
  });

/**
 * Starts the full set's decision worker, loads and checks its models, and gives the stage; the scope ends the worker. Rejects with a
 * `PlainError` that says why the device or the packs were refused. After the notes `lost` and `died` it answers no more.
 */
export async function createFullDecisionClient(
  scope: Scope,
  options: FullDecisionOptions,
): Promise<FullDecisionStage> {
  const {
    onNote = () => undefined,
    worker = startWorker(),
    device = 'webgpu',
    threads = 1,
    ...where
  } = options;
  const door = openDoor<FullDecisionCalls, FullDecisionNote>(worker, scope, onNote, () =>
    onNote({ kind: 'died' }),
  );
  const { policy, ...loaded } = await door.call('load', { ...where, device, threads });
  return {
    ...loaded,
    hear: (words, index) => door.call('hear', { index, window: windowAt(words, index, policy) }, PATIENCE),
    judge: (asks) => door.call('judge', { asks }, PATIENCE),
    state: (word) => door.call('state', { word }, PATIENCE),
    forget: () => door.call('forget', undefined),
  };
}
