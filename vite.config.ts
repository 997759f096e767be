import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { viteStaticCopy } from 'vite-plugin-static-copy';
import { fullSetPlugin } from './scripts/full-set-plugin.ts';
import { offlinePlugin } from './scripts/offline-plugin.ts';
import { connectHosts, contentSecurityPolicy, pageHeaders } from './scripts/policy.ts';
import { RUNTIME_ALIASES, RUNTIME_FILES, RUNTIME_FOLDER } from './scripts/runtime-files.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const hosts = connectHosts();
const policy = contentSecurityPolicy(hosts);
/** Vite's own inline development scripts carry it; the built page has no inline script or style at all. */
const DEV_NONCE = 'mhm-development';

export default defineConfig(({ command }) => ({
  // Relative, so that the built page works under any sub-path.
  base: './',
  define: {
    __MHM_CONNECT__: JSON.stringify(hosts),
    __MHM_RUNTIME_BYTES__: String(statSync(`${RUNTIME_FOLDER}/ort-wasm-simd-threaded.wasm`).size),
  },
  plugins: [
    react(),
    viteStaticCopy({
      targets: [
        { src: 'models', dest: '.' },
        {
          src: RUNTIME_FILES.map((file) => `${RUNTIME_FOLDER}/${file}`),
          dest: 'ort',
        },
      ],
    }),
    fullSetPlugin(at('models-full')),
    offlinePlugin(policy),
  ],
  resolve: {
    alias: [
      ...RUNTIME_ALIASES,
      // wavesurfer's spectrogram names it; without a stand-in every build warns of it.
      { find: 'worker_threads', replacement: at('src/ui/clips/no-worker-threads.ts') },
    ],
  },
  worker: { format: 'es', rolldownOptions: { checks: { bundlerTimings: false } } },
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
