import type { Probabilities } from '../flow';
import type { FullDevice, GpuFacts } from '../packs';
import type { CachePolicy } from './cache-policy';
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

/** From the page to the full set's decision worker, and back. */
export type FullDecisionCalls = Omit<DecisionCalls, 'load'> & {
  load: {
    take: {
      /** Where the packs are: kept in the browser, or at an absolute address that ends with a slash. */
      readonly from: 'stored' | { readonly modelsUrl: string };
      readonly wasmUrl: string;
      readonly packs: DecisionPackIds;
      readonly device: FullDevice;
      readonly threads: number;
    };
    give: FullDecisionLoaded;
  };
  /** The hidden state of a word that was heard. */
  state: { take: { readonly word: number }; give: Float32Array | null };
};

/** What was loaded, on what. */
export interface FullDecisionLoaded {
  readonly meta: HeadMeta;
  readonly backend: string;
  /** Which words `hear` has to be given. */
  readonly policy: CachePolicy | null;
  /** Null on WASM. */
  readonly gpu: GpuFacts | null;
  readonly activations: 'float16' | 'float32' | null;
}

/** Unasked. */
export type FullDecisionNote =
  | DecisionNote
  /** The device can be used no more (`gpu-lost`, `gpu-memory`), and why, for a person; pending calls are rejected with it. */
  | { readonly kind: 'lost'; readonly code: string; readonly message: string; readonly todo: string };
