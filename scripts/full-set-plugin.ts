import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize, sep } from 'node:path';
import type { Connect, Plugin } from 'vite';

/** Where the full set's packs lie beside the page. */
const FULL_SET_FOLDER = 'models-full';

/**
 * Serves the full set from a folder in development and preview. It is never copied into the built page: hundreds of megabytes
 * that a host gets once, by hand.
 */
export function fullSetPlugin(folder: string): Plugin {
  const serve = serveFolder(folder);
  return {
    name: 'mhm-full-set',
    configureServer: ({ middlewares }) => void middlewares.use(serve),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(serve),
  };
}

/** Answers requests below `/models-full/` with the folder's files, parts of them where a range is asked for; 404 for others. */
export const serveFolder =
  (folder: string): Connect.SimpleHandleFunction & Connect.NextHandleFunction =>
  (request: IncomingMessage, response: ServerResponse, next?: Connect.NextFunction) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith(`/${FULL_SET_FOLDER}/`)) return next?.();
    const path = normalize(join(folder, decodeURIComponent(pathname.slice(FULL_SET_FOLDER.length + 2))));
    const bytes = path.startsWith(folder + sep) ? sizeOf(path) : null;
    if (bytes === null) return void response.writeHead(404).end();
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const from = Number(asked?.[1] ?? 0);
    const to = Math.min(bytes - 1, asked?.[2] ? Number(asked[2]) : bytes - 1);
    if (from > to && bytes > 0)
      return void response.writeHead(416, { 'content-range': `bytes */${bytes}` }).end();
    response.writeHead(asked ? 206 : 200, {
      'content-type': path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      'content-length': bytes === 0 ? 0 : to - from + 1,
      'accept-ranges': 'bytes',
      ...(asked ? { 'content-range': `bytes ${from}-${to}/${bytes}` } : {}),
    });
    if (bytes === 0 || request.method === 'HEAD') return void response.end();
    createReadStream(path, { start: from, end: to }).pipe(response);
  };

function sizeOf(path: string): number | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : null;
}
