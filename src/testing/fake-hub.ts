import type { HubApp, HubPackState, HubState } from '../app/hub/state';
import { createFakeStore } from './fake-store';

const FOUND: HubPackState = {
  kind: 'found',
  from: 'hub.example.org',
  totalBytes: 77_000_000,
  checkedBytes: 74_500_000,
  fault: null,
};
const progress = {
  loadedBytes: 31_000_000,
  totalBytes: 77_000_000,
  bytesPerS: 9_800_000,
  secondsLeft: 5,
};
const RESTING = { ...progress, bytesPerS: null, secondsLeft: null };
const ABSENT = {
  code: 'pack-cors',
  message:
    'This page could not read config.json from hub.example.org: it cannot be reached, or it does not allow other pages to read its files (CORS).',
  todo: 'Check the address and the network; if the server is yours, let it send "Access-Control-Allow-Origin".',
};

/** Every state of a larger recogniser, by name. */
export const FAKE_HUB_PACKS: Readonly<Record<string, HubPackState>> = {
  looking: { kind: 'looking' },
  absent: { kind: 'absent', fault: ABSENT },
  found: FOUND,
  unchecked: { ...FOUND, checkedBytes: 0 },
  fetching: { kind: 'fetching', progress },
  paused: { kind: 'paused', progress: RESTING, fault: null },
  whole: { kind: 'whole', totalBytes: 77_000_000, fault: null },
  removing: { kind: 'removing' },
};

/** The larger recognisers' part of the fake app. */
export interface FakeHub extends HubApp {
  /** Puts Whisper base in the state of this name. */
  enter(name: string): void;
  /** As in a build whose policy names no hub. */
  block(): void;
}

/** Makes it; `log` is told of every action called. */
export function createFakeHub(log: (call: string) => void): FakeHub {
  const unknown = { kind: 'unknown' } as const;
  const initial: HubState = {
    baseUrl: 'https://hub.example.org/',
    blocked: null,
    recognisers: {
      'moonshine-base': unknown,
      'whisper-tiny': unknown,
      'whisper-base': unknown,
      'whisper-small': unknown,
    },
    offered: [
      { id: 'moonshine-base', name: 'Moonshine base' },
      { id: 'whisper-tiny', name: 'Whisper tiny' },
      { id: 'whisper-base', name: 'Whisper base' },
      { id: 'whisper-small', name: 'Whisper small' },
    ],
  };
  const { store, set } = createFakeStore(initial);
  const did = (call: string): Promise<void> => Promise.resolve(log(`hub.${call}`));
  return {
    enter: (name) =>
      set({
        recognisers: { ...store.getState().recognisers, 'whisper-base': FAKE_HUB_PACKS[name] ?? unknown },
      }),
    block: () =>
      set({
        blocked: {
          code: 'hub-blocked',
          message:
            'This page may not fetch from huggingface.co: its Content-Security-Policy does not name that host.',
          todo: 'Build the page with MHM_CONNECT="https://huggingface.co https://*.hf.co", or name a folder on the page’s own server.',
        },
      }),
    store,
    actions: {
      look: (id) => did(`look("${id}")`),
      fetch: (id) => did(`fetch("${id}")`),
      pause: () => did('pause()'),
      remove: (id) => did(`remove("${id}")`),
      setBaseUrl: (url) => log(`hub.setBaseUrl("${url}")`),
    },
  };
}
