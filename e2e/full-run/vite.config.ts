import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy, pageHeaders } from '../../scripts/policy';
import { RUNTIME_ALIASES, RUNTIME_FOLDER } from '../../scripts/runtime-files';

const TYPES: Readonly<Record<string, string>> = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
/** Another folder of packs than the tests' own may be named: the set in its true size, for example. */
const MODELS = resolve(
  process.env['MHM_FULL_MODELS'] ?? fileURLToPath(new URL('../fixtures/models-tiny', import.meta.url)),
);

/** Serves folders as they are, without copying what is in them. */
const folders = (at: Readonly<Record<string, string>>): Plugin => ({
  name: 'folders',
  configurePreviewServer({ middlewares }) {
    for (const [path, folder] of Object.entries(at))
      middlewares.use(path, (request, response, next) => {
        const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
        if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return next();
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
        createReadStream(file).pipe(response);
      });
  },
});

/** Built and served under the page's own policy, so that what breaks it shows. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [folders({ '/models': MODELS, '/ort': RUNTIME_FOLDER })],
  define: { __MHM_CONNECT__: '[]' },
  resolve: { alias: RUNTIME_ALIASES },
  worker: { format: 'es' },
  build: { target: 'es2023', outDir: '../../node_modules/.cache/mhm-full-run', emptyOutDir: true },
  preview: { headers: pageHeaders(contentSecurityPolicy([])) },
});
