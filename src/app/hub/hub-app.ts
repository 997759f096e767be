import { createStore } from 'zustand/vanilla';
import { HUB_RECOGNISERS, HUB_URL, hubBlocked, hubPackId, hubRecogniser } from '../../packs';
import type { HubId, HubPack, HubRecogniser, NamedHosts } from '../../packs';
import { toPlainError } from '../../shared/plain-error';
import { createFetchMeter } from '../models/fetch-meter';
import { folderAddress } from '../models/folder-address';
import type { ModelsFault } from '../models/state';
import type { Warehouse } from '../models/warehouse';
import type { HubActions, HubApp, HubPackState, HubState } from './state';

/** What it is made with; tests give a warehouse and a hub of their own. */
export interface HubOptions {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly warehouse: Pick<Warehouse, 'kept' | 'download' | 'remove'>;
  /** Asks a hub for a recogniser's sizes and checksums. */
  readonly describe: (recogniser: HubRecogniser, baseUrl: string) => Promise<HubPack>;
  readonly hosts: NamedHosts;
  readonly nowMs: () => number;
}

const KEY = 'mhm-hub';

/** Makes the part of the app that keeps larger recognisers. Nothing is asked of anybody before one of them is chosen. */
export function createHubApp({ storage, warehouse, describe, hosts, nowMs }: HubOptions): HubApp {
  const blockedAt = (url: string): ModelsFault | null => {
    const why = hubBlocked(url, hosts);
    return why && faultOf(why);
  };
  const baseUrl = remembered(storage);
  const store = createStore<HubState>()(() => ({
    baseUrl,
    blocked: blockedAt(baseUrl),
    recognisers: unknown(),
    offered: HUB_RECOGNISERS,
  }));
  let pausing: () => Promise<void> = () => Promise.resolve();
  const state = (id: HubId): HubPackState => store.getState().recognisers[id];
  const put = (id: HubId, next: HubPackState): void =>
    store.setState(({ recognisers }) => ({ recognisers: { ...recognisers, [id]: next } }));
  const busy = (): boolean =>
    Object.values(store.getState().recognisers).some(({ kind }) => ['fetching', 'removing'].includes(kind));

  /** The state of what is kept of it; null where nothing is. */
  async function keptState(id: HubId, fault: ModelsFault | null): Promise<HubPackState | null> {
    const [kept] = await warehouse.kept([hubPackId({ id })]);
    if (!kept || kept.keptBytes === 0) return null;
    const { keptBytes: loadedBytes, totalBytes, whole } = kept;
    const progress = { loadedBytes, totalBytes, bytesPerS: null, secondsLeft: null };
    return whole ? { kind: 'whole', totalBytes, fault } : { kind: 'paused', progress, fault };
  }

  const described = async (id: HubId, from: string): Promise<HubPack> => {
    const blocked = hubBlocked(from, hosts);
    if (blocked) throw blocked;
    return describe(offered(id), from);
  };

  async function standing(id: HubId, from: string, fault: ModelsFault | null): Promise<HubPackState> {
    try {
      const kept = await keptState(id, fault);
      if (kept) return kept;
      const { totalBytes, checkedBytes } = await described(id, from);
      return { kind: 'found', from: new URL(from).host, totalBytes, checkedBytes, fault };
    } catch (error) {
      return { kind: 'absent', fault: fault ?? faultOf(error) };
    }
  }

  async function look(id: HubId, fault: ModelsFault | null = null): Promise<void> {
    const { baseUrl: from } = store.getState();
    put(id, { kind: 'looking' });
    const next = await standing(id, from, fault);
    // Where another place was named meanwhile, nobody has looked there yet.
    if (store.getState().baseUrl === from) put(id, next);
  }

  const actions: HubActions = {
    look: (id) =>
      ['looking', 'fetching', 'removing'].includes(state(id).kind) ? Promise.resolve() : look(id),
    async fetch(id) {
      if (busy()) return;
      const before = state(id);
      const { loadedBytes, totalBytes } =
        before.kind === 'paused' ? before.progress : { loadedBytes: 0, totalBytes: 0 };
      let fault: ModelsFault | null = null;
      try {
        const meter = createFetchMeter();
        put(id, { kind: 'fetching', progress: meter(loadedBytes, totalBytes, nowMs()) });
        const running = described(id, store.getState().baseUrl).then((found) =>
          warehouse.download(found.place, [found], (kept, total) => {
            if (state(id).kind === 'fetching')
              put(id, { kind: 'fetching', progress: meter(kept, total, nowMs()) });
          }),
        );
        pausing = () =>
          running.then(
            (download) => download.pause(),
            () => undefined,
          );
        const { ended } = await running;
        await ended;
      } catch (error) {
        fault = faultOf(error);
      } finally {
        pausing = () => Promise.resolve();
      }
      await look(id, fault);
    },
    pause: () => pausing(),
    async remove(id) {
      if (busy()) return;
      put(id, { kind: 'removing' });
      try {
        await warehouse.remove([hubPackId({ id })]);
        await look(id);
      } catch (error) {
        await look(id, faultOf(error));
      }
    },
    setBaseUrl(url) {
      if (busy()) return;
      let next: string;
      try {
        next = folderAddress(url, HUB_URL);
      } catch (error) {
        return store.setState({ blocked: faultOf(error) });
      }
      store.setState({ baseUrl: next, blocked: blockedAt(next), recognisers: unknown() });
      try {
        storage?.setItem(KEY, next);
      } catch {
        // Then it lasts as long as the page.
      }
    },
  };
  return { store, actions };
}

const unknown = (): HubState['recognisers'] => {
  const nobodyLooked = { kind: 'unknown' } as const;
  return {
    'moonshine-base': nobodyLooked,
    'whisper-tiny': nobodyLooked,
    'whisper-base': nobodyLooked,
    'whisper-small': nobodyLooked,
  };
};

function offered(id: HubId): HubRecogniser {
  const recogniser = hubRecogniser(id);
  if (!recogniser) throw new TypeError(`There is no recogniser ${id}.`);
  return recogniser;
}

function remembered(storage: HubOptions['storage']): string {
  try {
    return folderAddress(storage?.getItem(KEY) ?? '', HUB_URL);
  } catch {
    return HUB_URL;
  }
}

function faultOf(error: unknown): ModelsFault {
  const { code, message, todo } = toPlainError(
    error,
    'models-failed',
    'The recogniser could not be fetched.',
    'Try again.',
  );
  return { code, message, todo };
}
