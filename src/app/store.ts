import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { BROWSER_WORDS_NOTICE, browserWordsAvailable, DEFAULT_DIALS, PRESETS } from '../pipeline';
import type { Settings } from './settings';
import type { AppState } from './state';

/** About what a first visit loads; shown for the moment until the packs' own descriptions are read. */
const DOWNLOAD_BYTES = 90_000_000;

export type AppStore = StoreApi<AppState>;

/** The one store, as it is before anything happened; `settings` are the last visit's. */
export const createAppStore = (settings: Settings): AppStore =>
  createStore<AppState>()(() => ({
    phase: { kind: 'idle' },
    faults: [],
    notes: [],
    dials: settings.dials ?? DEFAULT_DIALS,
    defaults: DEFAULT_DIALS,
    presets: [...PRESETS.map((preset) => ({ ...preset, own: false })), ...settings.ownPresets],
    promised: null,
    mirror: { on: false, estimate: DEFAULT_DIALS, weight: 0 },
    clipControls: settings.clipControls,
    clipRefusal: null,
    sayable: null,
    muted: false,
    mics: [],
    micId: settings.micId,
    recogniser:
      settings.recogniser === 'browser' && !browserWordsAvailable() ? 'moonshine' : settings.recogniser,
    browserRecogniser: browserWordsAvailable() ? BROWSER_WORDS_NOTICE : null,
    endpoint: null,
    words: [],
    tentative: '',
    activity: [],
    latency: { wordToDecisionMs: null, decisionToSoundMs: null, claimToSoundMs: null },
    set: { kind: 'small' },
    backend: null,
    totalBytes: DOWNLOAD_BYTES,
    elapsedMs: 0,
  }));
