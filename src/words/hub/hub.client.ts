import type { HubId } from '../../packs';
import { openDoor, type WorkerLike } from '../../shared/door';
import type { Scope } from '../../shared/scope';
import type { WordsStage } from '../stage';
import { wallMs } from '../words.protocol';
import type { HubCalls, HubNote } from './hub.protocol';

/** Where the worker finds what is shipped; the recogniser itself is kept in this browser. */
export interface HubClientOptions {
  /** Absolute, ending with a slash. */
  readonly modelsUrl: string;
  readonly wasmUrl: string;
  readonly recogniser: HubId;
  readonly vad: string;
  readonly reference: string;
  readonly onNote: (note: HubNote) => void;
  /** Tests give a loopback. */
  readonly worker?: WorkerLike;
}

const startWorker = (): WorkerLike =>
  new Worker(new URL('./hub.worker.ts', import.meta.url), { type: 'module', name: 'hub' });

/**
 * Starts a worker with a larger recogniser, loads and checks it, and gives the stage; the scope ends the worker. Rejects with a
 * `PlainError` when it is not kept here, cannot be loaded, or does not hear what it should.
 */
export async function createHubClient(scope: Scope, options: HubClientOptions): Promise<WordsStage> {
  const { onNote, worker = startWorker(), ...where } = options;
  const door = openDoor<HubCalls, HubNote>(worker, scope, onNote, () => onNote({ kind: 'died' }));
  const { backend } = await door.call('load', where);
  return {
    backend,
    push: (frame) => door.call('push', { frame, sentMs: wallMs() }),
    flush: () => door.call('flush', undefined),
    // Loading has done it.
    warmUp: () => Promise.resolve(),
  };
}
