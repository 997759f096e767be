/** Which models a talk runs with; `full` falls back to `small` by itself wherever it cannot run. */
export type SetChoice = 'small' | 'full';

/** What fetching the full set would mean, known before its first byte. */
export interface Offer {
  /** Where it comes from, as a person reads it: a host, "this page's own server", "files from this machine". */
  readonly from: string;
  readonly totalBytes: number;
  /** Random weights know nothing: they only show that everything runs. */
  readonly weights: 'trained' | 'random';
  /** Which variant this browser's GPU can run, or why none can be run, in a sentence. */
  readonly device: { readonly fits: boolean; readonly text: string };
  /** Rough memory the models take on the GPU, bytes; null where the packs do not say. */
  readonly gpuBytes: number | null;
}

/** Bytes that are on disk. `bytesPerS` and `secondsLeft` are null until a rate is known. */
export interface FetchProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerS: number | null;
  readonly secondsLeft: number | null;
}

/** What went wrong, in the place where it happened. */
export interface ModelsFault {
  readonly code: string;
  readonly message: string;
  readonly todo: string;
}

/** The full set in this browser; one union, never several booleans. */
export type FullSetState =
  /** Nobody looked yet, or only here, and nothing is kept. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking' }
  /** Nothing is kept, and it was not found where it was looked for. */
  | { readonly kind: 'absent'; readonly fault: ModelsFault }
  /** Found, nothing is kept. `fault` tells why the last try ended. */
  | { readonly kind: 'found'; readonly offer: Offer; readonly fault: ModelsFault | null }
  | { readonly kind: 'fetching'; readonly progress: FetchProgress }
  | { readonly kind: 'paused'; readonly progress: FetchProgress; readonly fault: ModelsFault | null }
  /** All there and verified. `fault` tells what the last check of the files found. */
  | {
      readonly kind: 'whole';
      readonly totalBytes: number;
      readonly weights: Offer['weights'];
      /** A variant that any GPU can run could be fetched too, in case this one gets the best one wrong. */
      readonly spare: boolean;
      readonly fault: ModelsFault | null;
    }
  /** The files are read and hashed again. */
  | { readonly kind: 'checking'; readonly share: number }
  | { readonly kind: 'removing' };

/** What the page shows about the sets of models. */
export interface ModelsState {
  /** Remembered from visit to visit. A change takes effect at the next start of a talk. */
  readonly choice: SetChoice;
  /** The folder that the full set is fetched from; ends with a slash. */
  readonly baseUrl: string;
  readonly full: FullSetState;
}

/** What a person can do; safe in every state, what cannot be done now does nothing. */
export interface ModelsActions {
  choose(choice: SetChoice): void;
  /** Looks what is kept in this browser; asks no server. */
  peek(): Promise<void>;
  /** Looks what is kept here and else what lies at `baseUrl`; fetches descriptions only. */
  look(): Promise<void>;
  /** Another place to fetch from: a URL, or an empty string for the page's own server. Looks there at once. */
  setBaseUrl(url: string): Promise<void>;
  /** Begins, or goes on where it was paused. */
  fetch(): Promise<void>;
  /** Fetches the variant that any GPU can run as well. */
  fetchSpare(): Promise<void>;
  pause(): Promise<void>;
  /** Takes the set from a folder picked from disk; verified as if it were fetched. */
  pick(files: readonly File[]): Promise<void>;
  /** Reads every byte again and compares checksums; what is wrong can then be fetched again alone. */
  check(): Promise<void>;
  /** Frees the space, also of what arrived so far. */
  remove(): Promise<void>;
}

/** The part of the app that keeps sets of models. */
export interface ModelsApp {
  readonly store: {
    getState(): ModelsState;
    getInitialState(): ModelsState;
    subscribe(listener: (state: ModelsState, previous: ModelsState) => void): () => void;
  };
  readonly actions: ModelsActions;
}
