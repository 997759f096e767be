import type { ContextInput, EmbeddedContext, EmbeddedRecording } from './encoder';

/** Pack ids, `name@version`. */
export interface ClipPackIds {
  readonly voiceEncoder: string;
  readonly recogniser: string;
  readonly speakerEncoder: string;
  readonly contextEncoder: string;
  readonly joint: string;
  readonly affect: string;
}

export type ContextPackIds = Pick<ClipPackIds, 'contextEncoder' | 'joint' | 'affect'>;

/** From the page to the clip worker, and back. */
export type ClipCalls = {
  load: {
    take: { readonly modelsUrl: string; readonly wasmUrl: string; readonly packs: ClipPackIds };
    give: { readonly encoder: string };
  };
  /** Only what places contexts; recordings are refused then. */
  loadContext: {
    take: { readonly modelsUrl: string; readonly packs: ContextPackIds };
    give: null;
  };
  embedRecording: { take: { readonly samples16k: Float32Array }; give: EmbeddedRecording };
  embedContext: { take: ContextInput; give: EmbeddedContext };
};

/** Unasked: bytes that arrived since the last note, and the worker's death, after which pending calls were rejected. */
export type ClipNote = { readonly kind: 'bytes'; readonly bytes: number } | { readonly kind: 'died' };
