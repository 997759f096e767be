import { openDoor, type WorkerLike } from '../shared/door';
import type { Scope } from '../shared/scope';
import type { DecisionCalls, DecisionNote, DecisionPackIds } from './decision.protocol';
import type { DecisionStage } from './stage';
import { windowAt } from './window';

/** Where the worker finds its models and its runtime. */
export interface DecisionClientOptions {
  /** Absolute, ending with a slash. */
  readonly modelsUrl: string;
  readonly wasmUrl: string;
  readonly packs: DecisionPackIds;
  readonly onNote?: (note: DecisionNote) => void;
  /** Tests give a loopback. */
  readonly worker?: WorkerLike;
}

/** A question that is not answered by then never will be: the worker is dead, though it did not say so. */
const PATIENCE = { patienceMs: 20_000 };

const startWorker = (): WorkerLike =>
  new Worker(new URL('./decision.worker.ts', import.meta.url), { type: 'module', name: 'decision' });

/**
 * Starts the decision worker, loads and checks its models, and gives the stage; the scope ends the worker.
 * Rejects with a `PlainError`. After the note `died` make a new one and let it hear the latest words again.
 */
export async function createDecisionClient(
  scope: Scope,
  options: DecisionClientOptions,
): Promise<DecisionStage> {
  const { onNote = () => undefined, worker = startWorker(), ...where } = options;
  const door = openDoor<DecisionCalls, DecisionNote>(worker, scope, onNote, () => onNote({ kind: 'died' }));
  const { meta, backend } = await door.call('load', where);
  return {
    meta,
    backend,
    hear: (words, index) => door.call('hear', { index, window: windowAt(words, index) }, PATIENCE),
    judge: (asks) => door.call('judge', { asks }, PATIENCE),
    forget: () => door.call('forget', undefined),
  };
}
