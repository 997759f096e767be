import type { FetchProgress, FullSetState, ModelsApp, ModelsState, Offer } from '../app/models/state';
import { createFakeStore } from './fake-store';

const BASE = 'https://mhm.example/models-full/';
const TOTAL_BYTES = 426_000_000;
const OFFER: Offer = {
  from: 'this page’s own server',
  totalBytes: TOTAL_BYTES,
  weights: 'trained',
  gpuBytes: 690_000_000,
  device: { fits: true, text: 'This machine’s GPU (acme 5) can run it, with 16-bit numbers.' },
};
const progress = (rate: Pick<FetchProgress, 'bytesPerS' | 'secondsLeft'>): FetchProgress => ({
  loadedBytes: 123_000_000,
  totalBytes: TOTAL_BYTES,
  ...rate,
});
const PAUSED = progress({ bytesPerS: null, secondsLeft: null });
const ABSENT = {
  code: 'pack-missing',
  message: 'The page’s own server does not have the file decision-backbone-full/1/meta.json (404).',
  todo: 'Copy the whole folder of the set to the server, or fetch from another place.',
};
const STALLED = {
  code: 'pack-stalled',
  message: 'models.example.org sent nothing of decision-backbone-full/1/fp16.onnx.data.part3 for 20 seconds.',
  todo: 'Check the network and go on; what has arrived is kept.',
};

/** Every state of the full set, by name. */
export const FAKE_FULL_SETS: Readonly<Record<string, FullSetState>> = {
  unknown: { kind: 'unknown' },
  looking: { kind: 'looking' },
  absent: { kind: 'absent', fault: ABSENT },
  found: { kind: 'found', offer: OFFER, fault: null },
  unfit: {
    kind: 'found',
    fault: null,
    offer: {
      ...OFFER,
      weights: 'random',
      device: { fits: false, text: 'This browser has no WebGPU, which the full set needs.' },
    },
  },
  fetching: { kind: 'fetching', progress: progress({ bytesPerS: 11_300_000, secondsLeft: 27 }) },
  paused: { kind: 'paused', progress: PAUSED, fault: null },
  stalled: { kind: 'paused', progress: PAUSED, fault: STALLED },
  whole: { kind: 'whole', totalBytes: TOTAL_BYTES, weights: 'trained', spare: true, fault: null },
  random: { kind: 'whole', totalBytes: TOTAL_BYTES, weights: 'random', spare: false, fault: null },
  checking: { kind: 'checking', share: 0.4 },
  removing: { kind: 'removing' },
};

/** The models' part of the fake app: keeps the state it is put in, and a log of what was asked of it. */
export interface FakeModels extends ModelsApp {
  /** Puts the full set in the state of this name. */
  enter(name: string): void;
}

/** Makes it; `log` is told of every action called. */
export function createFakeModels(log: (call: string) => void): FakeModels {
  const initial: ModelsState = { choice: 'small', baseUrl: BASE, full: { kind: 'unknown' } };
  const { store, set } = createFakeStore(initial);
  const did = (call: string): Promise<void> => Promise.resolve(log(`models.${call}`));
  return {
    enter: (name) => set({ full: FAKE_FULL_SETS[name] ?? initial.full }),
    store,
    actions: {
      choose(choice) {
        set({ choice });
        log(`models.choose("${choice}")`);
      },
      peek: () => did('peek()'),
      look: () => did('look()'),
      setBaseUrl: (baseUrl) => did(`setBaseUrl("${baseUrl}")`),
      fetch: () => did('fetch()'),
      fetchSpare: () => did('fetchSpare()'),
      pause: () => did('pause()'),
      pick: (files) => did(`pick(${files.length})`),
      check: () => did('check()'),
      remove: () => did('remove()'),
    },
  };
}
