import type { FullDevice } from '../packs';
import type { EmbeddedContext } from './encoder';

/** Pack ids, `name@version`. */
export interface FullContextPackIds {
  readonly voiceEncoder: string;
  readonly joint: string;
}

/** From the page to the worker that places contexts by WavLM, and back. */
export type FullContextCalls = {
  /** From packs kept in the browser. */
  load: {
    take: {
      readonly packs: FullContextPackIds;
      readonly wasmUrl: string;
      readonly device: FullDevice;
      /** WASM threads. */
      readonly threads: number;
    };
    give: { readonly backend: string };
  };
  embedContext: {
    take: { readonly state: Float32Array; readonly voice: Float32Array };
    give: EmbeddedContext;
  };
};

/** Unasked: the device can be used no more, or the worker died; pending calls were rejected. */
export type FullContextNote =
  { readonly kind: 'lost'; readonly code: string; readonly message: string } | { readonly kind: 'died' };
