import type { PlainError } from '../shared/plain-error';
import type { AppStore } from './store';
import type { Fault, FaultWay } from './state';

/** The ways on that fit a fault, by its code; anything else can be tried again. */
const WAYS: Readonly<Record<string, readonly FaultWay[]>> = {
  'mic-denied': ['retry', 'play-sample'],
  'mic-missing': ['retry', 'play-sample', 'open-file'],
  'mic-insecure': ['play-sample', 'open-file'],
  'mic-busy': ['retry', 'choose-mic', 'play-sample'],
  'mic-lost': ['choose-mic', 'dismiss'],
  'sound-paused': [],
  'wasm-missing': ['reload'],
  'wasm-simd-missing': ['reload'],
  'worker-given-up': ['reload'],
  'pack-damaged': ['reload'],
  'pack-newer': ['reload'],
  'disk-full': ['save-again', 'dismiss'],
  'save-failed': ['save-again', 'dismiss'],
  'save-denied': ['save-again', 'dismiss'],
  'not-audio': ['open-file', 'play-sample'],
  'empty-audio': ['open-file', 'play-sample'],
  'audio-too-long': ['open-file', 'dismiss'],
};

const FALLBACK: Readonly<Record<Fault['place'], readonly FaultWay[]>> = {
  start: ['retry', 'reload'],
  mic: ['retry', 'choose-mic', 'play-sample'],
  words: ['dismiss'],
  decision: ['dismiss'],
  speaker: ['dismiss'],
  reply: ['dismiss'],
  save: ['save-again', 'dismiss'],
  page: ['reload', 'dismiss'],
};

/** Puts a fault up in its place; the same one stands only once. */
export function putUpFault(store: AppStore, error: PlainError, place: Fault['place']): void {
  const { code, message, todo } = error;
  const fault: Fault = { code, place, message, todo, ways: WAYS[code] ?? FALLBACK[place] };
  store.setState(({ faults }) => ({
    faults: [...faults.filter((other) => other.code !== code || other.place !== place), fault],
  }));
}

/** Takes faults down: those of a place, or one code. */
export const takeDownFaults = (store: AppStore, fits: (fault: Fault) => boolean): void =>
  store.setState(({ faults }) => ({ faults: faults.filter((fault) => !fits(fault)) }));

/** Puts a passing note up, once. */
export const putUpNote = (store: AppStore, note: string): void =>
  store.setState(({ notes }) => (notes.includes(note) ? {} : { notes: [...notes, note].slice(-4) }));
