import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { viteStaticCopy } from 'vite-plugin-static-copy';
import { offlinePlugin } from './scripts/offline-plugin.ts';
import { connectHosts, contentSecurityPolicy, pageHeaders } from './scripts/policy.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ORT = 'node_modules/onnxruntime-web/dist';
const hosts = connectHosts();
const policy = contentSecurityPolicy(hosts);
/** Vite's own inline development scripts carry it; the built page has no inline script or style at all. */
const DEV_NONCE = 'mhm-development';

export default defineConfig(({ command }) => ({
  // Relative, so that the built page works under any sub-path.
  base: './',
  define: {
    __MHM_CONNECT__: JSON.stringify(hosts),
    __MHM_RUNTIME_BYTES__: String(statSync(at(`${ORT}/ort-wasm-simd-threaded.wasm`)).size),
  },
  plugins: [
    react(),
    viteStaticCopy({
      targets: [
        { src: 'models', dest: '.' },
        {
          src: ['', '.jspi'].flatMap((build) =>
            ['mjs', 'wasm'].map((type) => `${ORT}/ort-wasm-simd-threaded${build}.${type}`),
          ),
          dest: 'ort',
        },
      ],
    }),
    offlinePlugin(policy),
  ],
  resolve: {
    alias: [
      // The WASM-only build, and without its own copy of the runtime's files: the page serves those from ort/.
      { find: /^onnxruntime-web$/, replacement: at(`${ORT}/ort.wasm.min.mjs`) },
      // The build with WebGPU, which only the full set fetches.
      { find: 'onnxruntime-web/jspi', replacement: at(`${ORT}/ort.jspi.min.mjs`) },
      // wavesurfer's spectrogram names it; without a stand-in every build warns of it.
      { find: 'worker_threads', replacement: at('src/ui/clips/no-worker-threads.ts') },
    ],
  },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    sourcemap: true,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { main: at('index.html'), bench: at('bench/index.html'), sw: at('src/sw/sw.worker.ts') },
      // How long plugins took says more about the machine than about the page.
      checks: { bundlerTimings: false },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  ...(command === 'serve' ? { html: { cspNonce: DEV_NONCE } } : {}),
  server: { headers: pageHeaders(contentSecurityPolicy(hosts, DEV_NONCE, 'ws:')) },
  preview: { headers: pageHeaders(policy) },
}));
