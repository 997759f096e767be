import { createStore } from 'zustand/vanilla';
import { HUB_RECOGNISERS, HUB_URL, hubBlocked, hubPackId } from '../../packs';
import type { HubId, HubPack, HubRecogniser, NamedHosts } from '../../packs';
import { PlainError, toPlainError } from '../../shared/plain-error';
import { createFetchMeter } from '../models/fetch-meter';
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
  const baseUrl = remembered(storage);
  const store = createStore<HubState>()(() => ({
    baseUrl,
    blocked: faultOf(hubBlocked(baseUrl, hosts)),
    recognisers: unknown(),
    offered: HUB_RECOGNISERS,
  }));
  let pausing: () => Promise<void> = () => Promise.resolve();
  const state = (id: HubId): HubPackState => store.getState().recognisers[id];
  const put = (id: HubId, next: HubPackState): void =>
    store.setState(({ recognisers }) => ({ recognisers: { ...recognisers, [id]: next } }));
  const busy = (): boolean =>
    Object.values(store.getState().recognisers).some(({ kind }) => ['fetching', 'removing'].includes(kind));

  /** Shows what is kept of it; gives whether there was anything. */
  async function showKept(id: HubId, fault: ModelsFault | null): Promise<boolean> {
    const [kept] = await warehouse.kept([hubPackId({ id })]);
    if (!kept || kept.keptBytes === 0) return false;
    const { keptBytes: loadedBytes, totalBytes, whole } = kept;
    const progress = { loadedBytes, totalBytes, bytesPerS: null, secondsLeft: null };
    put(id, whole ? { kind: 'whole', totalBytes, fault } : { kind: 'paused', progress, fault });
    return true;
  }

  const described = async (id: HubId): Promise<HubPack> => {
    const { baseUrl: from } = store.getState();
    const blocked = hubBlocked(from, hosts);
    if (blocked) throw blocked;
    return describe(offered(id), from);
  };

  async function look(id: HubId, fault: ModelsFault | null = null): Promise<void> {
    put(id, { kind: 'looking' });
    try {
      if (await showKept(id, fault)) return;
      const { totalBytes, checkedBytes } = await described(id);
      put(id, {
        kind: 'found',
        from: new URL(store.getState().baseUrl).host,
        totalBytes,
        checkedBytes,
        fault,
      });
    } catch (error) {
      put(id, { kind: 'absent', fault: fault ?? faultOf(plain(error)) });
    }
  }

  const actions: HubActions = {
    look: (id) =>
      ['looking', 'fetching', 'removing'].includes(state(id).kind) ? Promise.resolve() : look(id),
    async fetch(id) {
      if (busy()) return;
      const before = state(id);
      const keptBytes = before.kind === 'paused' ? before.progress.loadedBytes : 0;
      let fault: ModelsFault | null = null;
      try {
        const meter = createFetchMeter();
        const totalBytes = before.kind === 'paused' ? before.progress.totalBytes : 0;
        put(id, { kind: 'fetching', progress: meter(keptBytes, totalBytes, nowMs()) });
        const found = await described(id);
        const running = await warehouse.download(found.place, [found], (kept, total) => {
          if (state(id).kind === 'fetching')
            put(id, { kind: 'fetching', progress: meter(kept, total, nowMs()) });
        });
        pausing = () => running.pause();
        await running.ended;
      } catch (error) {
        fault = faultOf(plain(error));
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
        await look(id, faultOf(plain(error)));
      }
    },
    setBaseUrl(url) {
      if (busy()) return;
      const next = addressOf(url);
      if (next === null) return store.setState({ blocked: faultOf(notAnAddress()) });
      store.setState({ baseUrl: next, blocked: faultOf(hubBlocked(next, hosts)), recognisers: unknown() });
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
  const recogniser = HUB_RECOGNISERS.find((one) => one.id === id);
  if (!recogniser) throw new TypeError(`There is no recogniser ${id}.`);
  return recogniser;
}

/** The address as a folder's; null where it is none. */
function addressOf(url: string): string | null {
  const trimmed = url.trim();
  if (trimmed === '') return HUB_URL;
  const folder = trimmed.endsWith('/') ? trimmed : `${trimmed}/`;
  return URL.canParse(folder) && /^https?:/.test(folder) ? new URL(folder).href : null;
}

function remembered(storage: HubOptions['storage']): string {
  try {
    return addressOf(storage?.getItem(KEY) ?? '') ?? HUB_URL;
  } catch {
    return HUB_URL;
  }
}

const plain = (error: unknown): PlainError =>
  toPlainError(error, 'models-failed', 'The recogniser could not be fetched.', 'Try again.');

const notAnAddress = (): PlainError =>
  new PlainError('pack-url', 'That is not an address of a folder.', 'Give one that begins with https://.');

function faultOf(error: PlainError): ModelsFault;
function faultOf(error: PlainError | null): ModelsFault | null;
function faultOf(error: PlainError | null): ModelsFault | null {
  return error && { code: error.code, message: error.message, todo: error.todo };
}
