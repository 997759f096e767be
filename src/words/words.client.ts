import { openDoor, type WorkerLike } from '../shared/door';
import type { Scope } from '../shared/scope';
import type { WordsStage } from './stage';
import { wallMs, type WordsCalls, type WordsNote, type WordsPackIds } from './words.protocol';

/** Where the worker finds its models and its runtime. */
export interface WordsClientOptions {
  /** Absolute, ending with a slash. */
  readonly modelsUrl: string;
  readonly wasmUrl: string;
  readonly packs: WordsPackIds;
  readonly onNote?: (note: WordsNote) => void;
  /** Tests give a loopback. */
  readonly worker?: WorkerLike;
}

/** A frame that is not dealt with by then never will be: the worker is dead, though it did not say so. */
const PATIENCE_MS = 30_000;

const startWorker = (): WorkerLike =>
  new Worker(new URL('./words.worker.ts', import.meta.url), { type: 'module', name: 'words' });

/**
 * Starts the words worker, loads and checks its models, and gives the stage; the scope ends the worker. Frames may be pushed
 * without waiting for the answers: how long they queue is what a slow machine sheds passes by. Rejects with a `PlainError`.
 * After the note `died` make a new client; it goes on at whatever `startSample` its first frame has.
 */
export async function createWordsClient(scope: Scope, options: WordsClientOptions): Promise<WordsStage> {
  const { onNote = () => undefined, worker = startWorker(), ...where } = options;
  const door = openDoor<WordsCalls, WordsNote>(worker, scope, onNote, () => onNote({ kind: 'died' }));
  const { backend } = await door.call('load', where);
  return {
    backend,
    push: (frame) => door.call('push', { frame, sentMs: wallMs() }, { patienceMs: PATIENCE_MS }),
    flush: () => door.call('flush', undefined),
    // Loading has done it.
    warmUp: () => Promise.resolve(),
  };
}
