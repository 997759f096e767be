import { createStore } from 'zustand/vanilla';
import { FULL_SET, fullPacks } from '../../packs';
import type { FoundPack, Kept, PackPlace } from '../../packs';
import { PlainError, toPlainError } from '../../shared/plain-error';
import { createFetchMeter } from './fetch-meter';
import { folderAddress } from './folder-address';
import { filesFor, lacksSpare, offerOf, weightsOf } from './offer';
import type { Gpu } from './offer';
import { readModels, writeModels } from './remembered';
import type { FullSetState, ModelsActions, ModelsApp, ModelsFault, ModelsState } from './state';
import type { Warehouse } from './warehouse';

/** What the models' part of the app is made with; tests give a warehouse of their own. */
export interface ModelsOptions {
  /** The page's own folder, ending with a slash. */
  readonly baseUrl: string;
  readonly storage: Storage | null;
  readonly warehouse: Warehouse;
  readonly nowMs: () => number;
}

/** Where the full set lies beside the page. */
const FOLDER = 'models-full/';
const IDS = fullPacks(FULL_SET);

/** Makes the part of the app that keeps sets of models. Nothing is looked at before somebody asks. */
export function createModelsApp({ baseUrl, storage, warehouse, nowMs }: ModelsOptions): ModelsApp {
  const remembered = readModels(storage);
  const ownUrl = new URL(FOLDER, baseUrl).href;
  const store = createStore<ModelsState>()(() => ({
    choice: remembered.choice,
    baseUrl: remembered.baseUrl === '' ? ownUrl : remembered.baseUrl,
    full: { kind: 'unknown' },
  }));
  let pausing: () => Promise<void> = () => Promise.resolve();
  const full = (state: FullSetState): void => store.setState({ full: state });
  const remember = (): void => {
    const { choice, baseUrl: from } = store.getState();
    writeModels(storage, { choice, baseUrl: from === ownUrl ? '' : from });
  };
  const place = (): PackPlace => ({ kind: 'url', baseUrl: store.getState().baseUrl });
  /** Something is under way that has to end first. */
  const busy = (): boolean =>
    ['looking', 'fetching', 'checking', 'removing'].includes(store.getState().full.kind);

  /** Shows what is kept; gives whether there was anything. */
  async function showKept(fault: ModelsFault | null): Promise<boolean> {
    const kept = await warehouse.kept(IDS);
    const state = keptState(kept, fault);
    if (state) full(state);
    return state !== null;
  }

  async function find(from: PackPlace, gpu: Gpu, spare = false): Promise<readonly FoundPack[]> {
    const kept = new Map((await warehouse.kept(IDS)).map((pack) => [pack?.meta.name, pack?.files]));
    return warehouse.find(from, IDS, (meta) =>
      filesFor(meta, gpu, { kept: kept.get(meta.name) ?? [], spare }),
    );
  }

  async function look(fault: ModelsFault | null = null): Promise<void> {
    full({ kind: 'looking' });
    try {
      if (await showKept(fault)) return;
      const gpu = await warehouse.gpu();
      const found = await find(place(), gpu);
      full({ kind: 'found', offer: offerOf(found, fromWhere(place(), baseUrl), gpu), fault });
    } catch (error) {
      full({ kind: 'absent', fault: fault ?? faultOf(error) });
    }
  }

  /** Fetches from a place and shows how it goes; whatever happens, what is kept is shown in the end. */
  async function fetchFrom(from: PackPlace, spare = false): Promise<void> {
    if (busy()) return;
    const before = store.getState().full;
    full({ kind: 'looking' });
    let fault: ModelsFault | null = null;
    try {
      const found = await find(from, await warehouse.gpu(), spare);
      const meter = createFetchMeter();
      const totalBytes = found.reduce((sum, pack) => sum + pack.totalBytes, 0);
      full({ kind: 'fetching', progress: meter(keptBytesOf(before), totalBytes, nowMs()) });
      const running = warehouse.download(from, found, (kept, total) => {
        if (store.getState().full.kind === 'fetching')
          full({ kind: 'fetching', progress: meter(kept, total, nowMs()) });
      });
      pausing = async () => (await running).pause();
      const { ended } = await running;
      await ended;
    } catch (error) {
      fault = faultOf(error);
    } finally {
      pausing = () => Promise.resolve();
    }
    await look(fault);
  }

  const actions: ModelsActions = {
    choose(choice) {
      store.setState({ choice });
      remember();
    },
    async peek() {
      if (store.getState().full.kind === 'unknown') await showKept(null);
    },
    look: () => (busy() ? Promise.resolve() : look()),
    async setBaseUrl(url) {
      if (busy()) return;
      try {
        store.setState({ baseUrl: folderAddress(url, ownUrl) });
      } catch (error) {
        return look(faultOf(error));
      }
      remember();
      await look();
    },
    fetch: () => fetchFrom(place()),
    fetchSpare: () => fetchFrom(place(), true),
    pause: () => pausing(),
    pick: (files) =>
      fetchFrom({
        kind: 'files',
        files: files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
      }),
    async check() {
      const { full: state } = store.getState();
      if (busy() || (state.kind !== 'whole' && state.kind !== 'paused')) return;
      full({ kind: 'checking', share: 0 });
      let fault: ModelsFault | null = null;
      const totalBytes = state.kind === 'whole' ? state.totalBytes : state.progress.totalBytes;
      try {
        const wrong = await warehouse.check(IDS, (bytes) =>
          full({ kind: 'checking', share: bytes / Math.max(1, totalBytes) }),
        );
        if (wrong > 0) fault = faultOf(piecesWrong(wrong));
      } catch (error) {
        fault = faultOf(error);
      }
      await look(fault);
    },
    async remove() {
      if (busy()) return;
      full({ kind: 'removing' });
      let fault: ModelsFault | null = null;
      try {
        await warehouse.remove(IDS);
        actions.choose('small');
      } catch (error) {
        fault = faultOf(error);
      }
      await look(fault);
    },
  };
  return { store, actions };
}

/** The state of what is kept; null where nothing is. */
function keptState(kept: readonly (Kept | null)[], fault: ModelsFault | null): FullSetState | null {
  const there = kept.filter((pack) => pack !== null);
  const totalBytes = there.reduce((sum, pack) => sum + pack.totalBytes, 0);
  const loadedBytes = there.reduce((sum, pack) => sum + pack.keptBytes, 0);
  if (there.length === kept.length && there.every(({ whole }) => whole))
    return { kind: 'whole', totalBytes, weights: weightsOf(there), spare: there.some(lacksSpare), fault };
  if (loadedBytes === 0) return null;
  return { kind: 'paused', progress: { loadedBytes, totalBytes, bytesPerS: null, secondsLeft: null }, fault };
}

function keptBytesOf(state: FullSetState): number {
  if (state.kind === 'whole') return state.totalBytes;
  return state.kind === 'paused' ? state.progress.loadedBytes : 0;
}

/** A place as the page names it. */
function fromWhere(place: PackPlace, pageUrl: string): string {
  if (place.kind === 'files') return 'files from this machine';
  const { origin, host } = new URL(place.baseUrl);
  return origin === new URL(pageUrl).origin ? 'this page’s own server' : host;
}

function faultOf(error: unknown): ModelsFault {
  const { code, message, todo } = toPlainError(
    error,
    'models-failed',
    'The models could not be fetched.',
    'Try again.',
  );
  return { code, message, todo };
}

const piecesWrong = (wrong: number): PlainError =>
  new PlainError(
    'pack-damaged',
    wrong === 1 ? 'One piece on disk is damaged.' : `${wrong} pieces on disk are damaged.`,
    'Go on fetching: only what is damaged is fetched again.',
  );
