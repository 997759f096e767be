import type { Fault } from '../app/state';

/** One fault for each place of the page, in sentences of the length that real ones have. */
export const FAULTS: Readonly<Record<Fault['place'], Fault>> = {
  start: {
    code: 'models-unreachable',
    place: 'start',
    message: 'The models could not be fetched: the connection broke off after 18 MB.',
    todo: 'What has arrived is kept. Look to the network and try again.',
    ways: ['retry', 'dismiss'],
  },
  mic: {
    code: 'mic-denied',
    place: 'mic',
    message: 'The browser does not let this page use the microphone.',
    todo: 'Allow it at the sign beside the address, then try again. Or listen to the sample meanwhile.',
    ways: ['retry', 'choose-mic', 'play-sample', 'open-file'],
  },
  words: {
    code: 'worker-died',
    place: 'words',
    message: 'The part that hears words stopped and was started again.',
    todo: 'A few words may be missing above; everything before is kept.',
    ways: ['dismiss'],
  },
  decision: {
    code: 'decision-failed',
    place: 'decision',
    message: 'The part that decides stopped, so the listener is silent. Your words are still written down.',
    todo: 'Try to start it again, or save the record and reload the page.',
    ways: ['retry', 'reload'],
  },
  speaker: {
    code: 'speaker-blocked',
    place: 'speaker',
    message: 'The browser holds the sound back until you press something.',
    todo: 'Press the button to hear the listener.',
    ways: ['retry'],
  },
  reply: {
    code: 'endpoint-refused',
    place: 'reply',
    message: 'The reply endpoint refused the key.',
    todo: 'The listener uses its own lines until you change the key in the settings.',
    ways: ['dismiss'],
  },
  save: {
    code: 'disk-full',
    place: 'save',
    message: 'The record could not be saved: the disk is full.',
    todo: 'It is kept in this page. Make room and save again before you close it.',
    ways: ['save-again', 'dismiss'],
  },
  page: {
    code: 'no-wasm-simd',
    place: 'page',
    message: 'This browser is too old for the models: it has no WebAssembly SIMD.',
    todo: 'A current Chrome, Edge, Firefox or Safari will do.',
    ways: ['reload'],
  },
};
