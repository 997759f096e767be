import { createReadStream, existsSync, statSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import { preview } from 'vite';
import type { Plugin } from 'vite';

/** Serves the page built in `dist` as it is deployed, and the packs in `folder` at `models-full/` beside it. */
export const servePage = (folder: string, dist: string, port: number) =>
  preview({
    build: { outDir: dist },
    plugins: [packsPlugin(resolve(folder))],
    preview: { port, strictPort: true },
    logLevel: 'error',
  });

function packsPlugin(folder: string): Plugin {
  return {
    name: 'mhm-measured-packs',
    configurePreviewServer(server) {
      server.middlewares.use('/models-full', (request, response) => {
        const path = normalize(join(folder, new URL(request.url ?? '/', 'http://localhost').pathname));
        if (!path.startsWith(folder) || !existsSync(path) || !statSync(path).isFile()) {
          response.writeHead(404).end();
          return;
        }
        const { size } = statSync(path);
        const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
        const start = Number(from ?? 0);
        const end = to === undefined || to === '' ? size - 1 : Math.min(size - 1, Number(to));
        response.writeHead(from === undefined ? 200 : 206, {
          'content-type': path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
          'content-length': end - start + 1,
          'accept-ranges': 'bytes',
          ...(from !== undefined && { 'content-range': `bytes ${start}-${end}/${size}` }),
        });
        createReadStream(path, { start, end }).pipe(response);
      });
    },
  };
}
