import { PlainError } from './plain-error';
import type { Scope } from './scope';

/** The calls of one boundary: each kind with what it takes and what it gives. */
export type Calls = Record<string, { readonly take: unknown; readonly give: unknown }>;

/** From the page to the worker. */
export interface CallMessage {
  readonly id: number;
  readonly kind: string;
  readonly take: unknown;
}

/** From the worker to the page. */
export type DoorMessage =
  | { readonly answer: 'given'; readonly id: number; readonly give: unknown }
  | {
      readonly answer: 'failed';
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly todo: string;
    }
  | { readonly answer: 'note'; readonly note: unknown };

/** The part of `Worker` that a door needs; tests give it a loopback. */
export interface WorkerLike {
  postMessage(message: CallMessage, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: DoorMessage }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
  terminate(): void;
}

/** Asks a worker; answers come back as promises. */
export interface Door<C extends Calls> {
  call<K extends keyof C & string>(
    kind: K,
    take: C[K]['take'],
    options?: { readonly transfer?: Transferable[]; readonly patienceMs?: number },
  ): Promise<C[K]['give']>;
  /** True once the worker died or the scope ended. */
  readonly closed: boolean;
}

/**
 * Opens the page's side of a worker. When the worker dies every pending call rejects with the code `worker-died` and `onDeath`
 * is told once; when the scope ends the worker is terminated. A call with
 * `patienceMs` counts as a death when it stays unanswered for so long: some deaths make no noise.
 */
export function openDoor<C extends Calls, Note = never>(
  worker: WorkerLike,
  scope: Scope,
  onNote: (note: Note) => void = () => undefined,
  onDeath: () => void = () => undefined,
): Door<C> {
  const pending = new Map<number, { resolve: (give: never) => void; reject: (error: PlainError) => void }>();
  let nextId = 1;
  let closed = false;

  const close = (): void => {
    if (closed) return;
    closed = true;
    worker.terminate();
    for (const { reject } of pending.values()) reject(workerDied());
    pending.clear();
  };

  worker.addEventListener('message', ({ data }) => {
    if (closed) return;
    if (data.answer === 'note') {
      onNote(data.note as Note);
      return;
    }
    const waiting = pending.get(data.id);
    pending.delete(data.id);
    if (data.answer === 'given') waiting?.resolve(data.give as never);
    else waiting?.reject(new PlainError(data.code, data.message, data.todo));
  });
  const die = (): void => {
    if (closed) return;
    close();
    onDeath();
  };
  worker.addEventListener('error', die);
  worker.addEventListener('messageerror', die);
  scope.own(worker, close);

  return {
    get closed() {
      return closed;
    },
    call(kind, take, { transfer = [], patienceMs } = {}) {
      if (closed) return Promise.reject(workerDied());
      return new Promise((resolve, reject) => {
        const id = nextId++;
        const calm = patienceMs === undefined ? () => undefined : scope.after(patienceMs, die);
        pending.set(id, {
          resolve: (give: never) => {
            calm();
            resolve(give);
          },
          reject: (error) => {
            calm();
            reject(error);
          },
        });
        worker.postMessage({ id, kind, take }, transfer);
      });
    },
  };
}

const workerDied = (): PlainError =>
  new PlainError('worker-died', 'A part of the listener stopped working.', 'It is being started again.');

/** The handlers of a worker, one for each kind: a new kind without a handler does not compile. */
export type Handlers<C extends Calls> = { [K in keyof C]: (take: C[K]['take']) => Promise<C[K]['give']> };

/** The part of a worker's global scope that `serve` needs. */
export interface WorkerScopeLike {
  postMessage(message: DoorMessage, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: CallMessage }) => void): void;
}

/** Answers calls strictly one after another. Returns the way to send a note unasked. */
export function serve<C extends Calls, Note = never>(
  scope: WorkerScopeLike,
  handlers: Handlers<C>,
): (note: Note) => void {
  let last: Promise<void> = Promise.resolve();
  scope.addEventListener('message', ({ data }) => {
    last = last.then(() => answer(scope, handlers, data));
  });
  return (note) => scope.postMessage({ answer: 'note', note });
}

async function answer<C extends Calls>(
  scope: WorkerScopeLike,
  handlers: Handlers<C>,
  { id, kind, take }: CallMessage,
): Promise<void> {
  try {
    const handler = handlers[kind];
    if (!handler) throw new TypeError(`No handler for the call "${kind}".`);
    scope.postMessage({ answer: 'given', id, give: await handler(take) });
  } catch (error) {
    const plain =
      error instanceof PlainError
        ? error
        : new PlainError('worker-failed', `A part of the listener failed (${kind}).`, 'Reload the page.', {
            cause: error,
          });
    scope.postMessage({
      answer: 'failed',
      id,
      code: plain.code,
      message: plain.message,
      todo: plain.todo,
    });
  }
}
