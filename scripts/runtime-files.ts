import { fileURLToPath } from 'node:url';

/** Where npm puts the runtime. */
export const RUNTIME_FOLDER = fileURLToPath(new URL('../node_modules/onnxruntime-web/dist', import.meta.url));

/** The runtime's own files that the page serves from `ort/`: WASM alone, and with WebGPU for the full set. */
export const RUNTIME_FILES = ['', '.jspi'].flatMap((build) =>
  ['mjs', 'wasm'].map((type) => `ort-wasm-simd-threaded${build}.${type}`),
);

/** The runtime's builds without a copy of those files in them: only the hosts' workers name them. */
export const RUNTIME_ALIASES = [
  { find: /^onnxruntime-web$/, replacement: `${RUNTIME_FOLDER}/ort.wasm.min.mjs` },
  // transformers.js is given the runtime by its worker; what it names itself must not come along.
  { find: /^onnxruntime-(web\/webgpu|common)$/, replacement: `${RUNTIME_FOLDER}/ort.wasm.min.mjs` },
  { find: 'onnxruntime-web/jspi', replacement: `${RUNTIME_FOLDER}/ort.jspi.min.mjs` },
];
