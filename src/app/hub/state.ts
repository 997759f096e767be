import type { HubId } from '../../packs';
import type { FetchProgress, ModelsFault } from '../models/state';

export type { HubId };

/** A larger recogniser in this browser; one union. */
export type HubPackState =
  /** Nobody looked yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking' }
  /** Nothing is kept, and it was not found where it was looked for. */
  | { readonly kind: 'absent'; readonly fault: ModelsFault }
  /** Found, nothing is kept. Of `checkedBytes` the host tells a checksum; of the others the size alone is checked. */
  | {
      readonly kind: 'found';
      readonly from: string;
      readonly totalBytes: number;
      readonly checkedBytes: number;
      readonly fault: ModelsFault | null;
    }
  | { readonly kind: 'fetching'; readonly progress: FetchProgress }
  | { readonly kind: 'paused'; readonly progress: FetchProgress; readonly fault: ModelsFault | null }
  | { readonly kind: 'whole'; readonly totalBytes: number; readonly fault: ModelsFault | null }
  | { readonly kind: 'removing' };

/** What the page shows about larger recognisers. */
export interface HubState {
  /** Where they are fetched from: the hub, or a server laid out like it. Ends with a slash. */
  readonly baseUrl: string;
  /** Why nothing can be fetched from there, known before anything is asked. */
  readonly blocked: ModelsFault | null;
  readonly recognisers: Readonly<Record<HubId, HubPackState>>;
  /** What is on offer, fastest first, by name. */
  readonly offered: readonly { readonly id: HubId; readonly name: string }[];
}

/** What a person can do; what cannot be done now does nothing. */
export interface HubActions {
  /** Looks whether it is kept here, and if not what fetching it would mean. */
  look(id: HubId): Promise<void>;
  /** Begins, or goes on where it was paused. */
  fetch(id: HubId): Promise<void>;
  pause(): Promise<void>;
  /** Frees the space, also of what arrived so far. */
  remove(id: HubId): Promise<void>;
  /** Another place to fetch from; an empty string is the hub. */
  setBaseUrl(url: string): void;
}

/** The part of the app that keeps larger recognisers. */
export interface HubApp {
  readonly store: {
    getState(): HubState;
    getInitialState(): HubState;
    subscribe(listener: (state: HubState, previous: HubState) => void): () => void;
  };
  readonly actions: HubActions;
}
