import { openDoor, type WorkerLike } from '../shared/door';
import type { Scope } from '../shared/scope';
import type { ClipCalls, ClipNote, ClipPackIds, ContextPackIds } from './clip.protocol';
import type { ClipEncoder, ContextEncoder } from './encoder';

/** Where the worker finds its models and its runtime. */
export interface ClipEncoderOptions {
  /** Absolute, ending with a slash. */
  readonly modelsUrl: string;
  readonly wasmUrl: string;
  readonly packs: ClipPackIds;
  readonly onNote?: (note: ClipNote) => void;
  /** Tests give a loopback. */
  readonly worker?: WorkerLike;
}

/** An answer that takes longer never comes. */
const PATIENCE = { patienceMs: 30_000 };

/** A context is a matter of microseconds, and the talk goes on meanwhile. */
const CONTEXT_PATIENCE = { patienceMs: 5_000 };

const startWorker = (): WorkerLike =>
  new Worker(new URL('./clip.worker.ts', import.meta.url), { type: 'module', name: 'clip' });

/** Starts the clip worker, loads and checks its models; the scope ends it. Rejects with a `PlainError`. */
export async function createClipEncoderClient(
  scope: Scope,
  options: ClipEncoderOptions,
): Promise<ClipEncoder> {
  const { onNote = () => undefined, worker = startWorker(), ...where } = options;
  const door = openDoor<ClipCalls, ClipNote>(worker, scope, onNote, () => onNote({ kind: 'died' }));
  const { encoder } = await door.call('load', where);
  return {
    encoder,
    // A copy crosses: the caller may still draw or play its own.
    embedRecording: (samples16k) => door.call('embedRecording', { samples16k: samples16k.slice() }, PATIENCE),
    embedContext: ({ turns }) => door.call('embedContext', { turns }, PATIENCE),
  };
}

/**
 * Starts a clip worker that only places contexts, for a talk: it needs neither the graph nor its runtime. The scope ends it.
 * Rejects with a `PlainError`. After the note `died` make a new one.
 */
export async function createContextClient(
  scope: Scope,
  options: Omit<ClipEncoderOptions, 'wasmUrl' | 'packs'> & { readonly packs: ContextPackIds },
): Promise<ContextEncoder> {
  const { onNote = () => undefined, worker = startWorker(), ...where } = options;
  const door = openDoor<ClipCalls, ClipNote>(worker, scope, onNote, () => onNote({ kind: 'died' }));
  await door.call('loadContext', where);
  return { embedContext: ({ turns }) => door.call('embedContext', { turns }, CONTEXT_PATIENCE) };
}
