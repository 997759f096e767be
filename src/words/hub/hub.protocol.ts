import type { HubId } from '../../packs';
import type { WordsCalls, WordsNote } from '../words.protocol';

/** From the page to a larger recogniser's worker, and back; frames go as they go to the built-in one. */
export type HubCalls = Pick<WordsCalls, 'push' | 'flush'> & {
  /** Loads what is kept in this browser, checks it and warms up; nothing is fetched but the shipped packs. */
  load: {
    take: {
      readonly recogniser: HubId;
      readonly modelsUrl: string;
      readonly wasmUrl: string;
      /** The shipped voice activity detector, `name@version`. */
      readonly vad: string;
      /** The shipped recogniser, whose known recording this one is checked with. */
      readonly reference: string;
    };
    give: { readonly backend: string };
  };
};

/** Unasked, from the worker. */
export type HubNote = Extract<WordsNote, { kind: 'fault' | 'died' }>;
