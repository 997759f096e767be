import type { AudioFrame, WordsEvent } from '../flow';
import type { Ms } from '../shared/units';

/** Pack ids, `name@version`. */
export interface WordsPackIds {
  readonly vad: string;
  readonly recogniser: string;
}

/** From the page to the words worker, and back. */
export type WordsCalls = {
  /** Fetches, loads, checks and warms up both models. */
  load: {
    take: { readonly modelsUrl: string; readonly wasmUrl: string; readonly packs: WordsPackIds };
    give: { readonly backend: string };
  };
  /** `sentMs` is on the clock of `wallMs`: how long the frame waited is how far the words are behind the audio. */
  push: {
    take: { readonly frame: AudioFrame; readonly sentMs: Ms };
    give: readonly WordsEvent[];
  };
  flush: { take: undefined; give: readonly WordsEvent[] };
};

/** Unasked, from the words worker. */
export type WordsNote =
  /** Bytes of one pack so far; `total` is all that this pack loads. */
  | { readonly kind: 'bytes'; readonly pack: string; readonly loaded: number; readonly total: number }
  | { readonly kind: 'step'; readonly step: 'downloading' | 'checking' | 'warming-up' }
  /** Something is wrong with the audio; the stage goes on. */
  | { readonly kind: 'fault'; readonly code: string; readonly message: string; readonly todo: string }
  /** The worker died; every pending call was rejected with `worker-died`. */
  | { readonly kind: 'died' };

/** A clock that page and worker share, in ms. */
export const wallMs = (): Ms => performance.timeOrigin + performance.now();
