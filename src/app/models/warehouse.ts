import {
  checkStored,
  downloadPacks,
  findPacks,
  gpuFacts,
  keptOf,
  removeStored,
  watchPolicy,
} from '../../packs';
import type { FoundPack, Kept, PackMeta, PackPlace, RunningDownload } from '../../packs';
import { toPlainError } from '../../shared/plain-error';
import { createScope } from '../../shared/scope';
import type { Gpu } from './offer';

/** The packs in this browser and elsewhere, as the models' part of the app sees them. Rejects with `PlainError`s. */
export interface Warehouse {
  /** What is kept of each pack; null for those of which nothing is. */
  kept(ids: readonly string[]): Promise<readonly (Kept | null)[]>;
  find(
    place: PackPlace,
    ids: readonly string[],
    filesOf: (meta: PackMeta) => readonly string[],
  ): Promise<readonly FoundPack[]>;
  download(
    place: PackPlace,
    packs: readonly FoundPack[],
    onProgress: (keptBytes: number, totalBytes: number) => void,
  ): Promise<RunningDownload>;
  check(ids: readonly string[], onProgress: (checkedBytes: number) => void): Promise<number>;
  remove(ids: readonly string[]): Promise<void>;
  gpu(): Promise<Gpu>;
}

/** The browser's own: its private file system, its network, its GPU. */
export function browserWarehouse(): Warehouse {
  const scope = createScope();
  return {
    // Where nothing can be kept nothing is; fetching will say why.
    kept: (ids) => Promise.all(ids.map((id) => keptOf(id).catch(() => null))),
    find(place, ids, filesOf) {
      const own = scope.child();
      const around = { place, scope: own, own: location.origin, policy: watchPolicy(own) };
      return findPacks(around, new AbortController().signal, ids, filesOf).finally(() => own.end());
    },
    async download(place, packs, onProgress) {
      // Asked for, never insisted on: without it the browser may clear the models when the disk is short.
      await navigator.storage.persist().catch(() => false);
      return downloadPacks(scope, { place, packs, onProgress });
    },
    check: (ids, onProgress) => checkStored(scope, ids, onProgress),
    remove: (ids) => removeStored(scope, ids),
    gpu: () =>
      gpuFacts().catch((error: unknown) =>
        toPlainError(error, 'gpu-refused', 'The browser would not tell about its GPU.', 'Use the small set.'),
      ),
  };
}
