import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy, pageHeaders } from '../../scripts/policy';

/** The gallery is built and served under the page's own policy, so that what breaks it shows. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  define: { __MHM_CONNECT__: '[]' },
  build: {
    target: 'es2023',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
  },
  preview: { headers: pageHeaders(contentSecurityPolicy([])) },
});
