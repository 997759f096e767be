/** In place of Node's `worker_threads`, which wavesurfer's spectrogram asks for wherever it finds a `require`; a page has none. */
export const Worker = null;
