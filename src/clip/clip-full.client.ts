import type { FullDevice } from '../packs';
import { openDoor, type WorkerLike } from '../shared/door';
import type { Scope } from '../shared/scope';
import type { FullContextCalls, FullContextNote, FullContextPackIds } from './clip-full.protocol';
import type { ContextEncoder } from './encoder';
import { stateless } from './full-encoder';

/** Where the worker finds its runtime, and what it runs on. */
export interface FullContextOptions {
  /** Absolute, ending with a slash. */
  readonly wasmUrl: string;
  readonly packs: FullContextPackIds;
  readonly device: FullDevice;
  /** WASM threads. */
  readonly threads: number;
  readonly onNote?: (note: FullContextNote) => void;
  /** Tests give a loopback. */
  readonly worker?: WorkerLike;
}

/** The full set's context encoder in its worker. */
export interface FullContextClient extends ContextEncoder {
  /** The device by name. */
  readonly backend: string;
}

/** A context that takes longer is of no use to anybody, and the next one waits behind it. */
const PATIENCE = { patienceMs: 5_000 };

const startWorker = (): WorkerLike =>
  new Worker(new URL('./clip-full.worker.ts', import.meta.url), { type: 'module', name: 'clip-full' });

/**
 * Starts the worker, loads its kept packs and checks them on the device; the scope ends it. Rejects with a `PlainError`. After
 * the notes `lost` and `died` it answers no more.
 */
export async function createFullContextClient(
  scope: Scope,
  options: FullContextOptions,
): Promise<FullContextClient> {
  const { onNote = () => undefined, worker = startWorker(), ...where } = options;
  const door = openDoor<FullContextCalls, FullContextNote>(worker, scope, onNote, () =>
    onNote({ kind: 'died' }),
  );
  const { backend } = await door.call('load', where);
  return {
    backend,
    embedContext: ({ state, voice = new Float32Array(0) }) =>
      state ? door.call('embedContext', { state, voice }, PATIENCE) : Promise.reject(stateless()),
  };
}
