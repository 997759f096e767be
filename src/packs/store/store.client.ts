import { openDoor } from '../../shared/door';
import type { WorkerLike } from '../../shared/door';
import { PlainError } from '../../shared/plain-error';
import type { Scope } from '../../shared/scope';
import type { WantedPack } from './download';
import type { PackPlace } from './place';
import type { StoreCalls, StoreNote } from './store.protocol';

const startWorker = (): WorkerLike =>
  new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module', name: 'store' });

/** A download that is under way. */
export interface RunningDownload {
  /** `whole` false: it was paused. Rejects with a `PlainError`; what arrived is kept either way. */
  readonly ended: Promise<{ readonly whole: boolean }>;
  /** Resolves when everything that arrived is safe on disk. */
  pause(): Promise<void>;
}

/** Fetches packs into the browser's private file system, in a worker that ends with the download or with the scope. */
export function downloadPacks(
  scope: Scope,
  {
    place,
    packs,
    onProgress,
    worker = startWorker(),
  }: {
    readonly place: PackPlace;
    readonly packs: readonly Omit<WantedPack, 'meta'>[];
    readonly onProgress: (keptBytes: number, totalBytes: number) => void;
    /** Tests give a loopback. */
    readonly worker?: WorkerLike;
  },
): RunningDownload {
  const own = scope.child();
  const toFetch = packs.map(({ id, metaText, files }) => ({ id, metaText, files }));
  let resolve: (ended: { readonly whole: boolean }) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<{ readonly whole: boolean }>((...settle) => {
    [resolve, reject] = settle;
  });
  const door = openDoor<StoreCalls, StoreNote>(
    worker,
    own,
    (note) => {
      if (note.kind === 'progress') onProgress(note.keptBytes, note.totalBytes);
      else if (note.kind === 'ended' && note.error)
        reject(new PlainError(note.error.code, note.error.message, note.error.todo));
      else if (note.kind === 'ended') resolve({ whole: note.whole });
    },
    () =>
      reject(
        new PlainError('worker-died', 'Fetching the models stopped.', 'Go on; what has arrived is kept.'),
      ),
  );
  door.call('begin', { place, packs: toFetch }).catch(reject);
  return {
    ended: promise.finally(() => own.end()),
    async pause() {
      // Where it ended meanwhile there is nothing left to pause.
      await door.call('stop', null).catch(() => null);
    },
  };
}

/** Reads all that is kept of these packs again; gives how many pieces were wrong. Rejects with a `PlainError`. */
export async function checkStored(
  scope: Scope,
  ids: readonly string[],
  onProgress: (checkedBytes: number) => void,
  worker: WorkerLike = startWorker(),
): Promise<number> {
  const own = scope.child();
  const door = openDoor<StoreCalls, StoreNote>(worker, own, (note) => {
    if (note.kind === 'checked') onProgress(note.checkedBytes);
  });
  const checked = door.call('check', { ids }).finally(() => own.end());
  return (await checked).wrong;
}

/** Deletes all that is kept of these packs, every version. Rejects with a `PlainError`. */
export async function removeStored(
  scope: Scope,
  ids: readonly string[],
  worker: WorkerLike = startWorker(),
): Promise<void> {
  const own = scope.child();
  const door = openDoor<StoreCalls, StoreNote>(worker, own);
  await door.call('remove', { ids }).finally(() => own.end());
}
