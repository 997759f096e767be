import type { PackPlace } from './place';

/** A pack to be fetched, as it crosses to the worker: the description is read again there. */
export interface PackToFetch {
  readonly id: string;
  readonly metaText: string;
  readonly files: readonly string[];
}

/** From the page to the store's worker, and back. */
export type StoreCalls = {
  /** Begins and answers at once; the end is told by a note. */
  begin: { take: { readonly place: PackPlace; readonly packs: readonly PackToFetch[] }; give: null };
  /** Pauses what was begun; answers when everything that arrived is safe. */
  stop: { take: null; give: null };
  /** Gives how many pieces were wrong. */
  check: { take: { readonly ids: readonly string[] }; give: { readonly wrong: number } };
  remove: { take: { readonly ids: readonly string[] }; give: null };
};

/** Unasked. */
export type StoreNote =
  | { readonly kind: 'progress'; readonly keptBytes: number; readonly totalBytes: number }
  | { readonly kind: 'checked'; readonly checkedBytes: number }
  /** A download ended: whole, paused (`error` null, `whole` false), or by a fault. */
  | {
      readonly kind: 'ended';
      readonly whole: boolean;
      readonly error: { readonly code: string; readonly message: string; readonly todo: string } | null;
    };
