import type { Probabilities } from '../flow';
import type { HeadMeta } from './meta';
import type { Ask } from './stage';
import type { Window } from './window';

/** Pack ids, `name@version`. */
export interface DecisionPackIds {
  readonly backbone: string;
  readonly head: string;
}

/** From the page to the decision worker, and back. */
export type DecisionCalls = {
  load: {
    take: { readonly modelsUrl: string; readonly wasmUrl: string; readonly packs: DecisionPackIds };
    give: { readonly meta: HeadMeta; readonly backend: string };
  };
  /** The window is made in the page, so that only its words cross. */
  hear: { take: { readonly index: number; readonly window: Window }; give: undefined };
  judge: { take: { readonly asks: readonly Ask[] }; give: readonly Probabilities[] };
  forget: { take: undefined; give: undefined };
};

/** Unasked: bytes that arrived since the last note, and what it is doing. */
export type DecisionNote =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'step'; readonly step: 'downloading' | 'checking' }
  /** The worker died; every pending call was rejected with `worker-died`. */
  | { readonly kind: 'died' };
