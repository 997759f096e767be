import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fullPacks, TINY_SET } from '../../src/packs';
import { listen, sendBuilt } from './static-host';

const TINY = fileURLToPath(new URL('../fixtures/models-tiny/', import.meta.url));
/** The weights of the tiny backbone are served in parts of this size, as those of a large one are. */
const PART_BYTES = 40_000;

/** How a request is answered in place of the proper answer; `body` is what would have been sent, from the asked byte on. */
export type Misbehaviour = (response: ServerResponse, body: Buffer, request: IncomingMessage) => void;

interface Described {
  name: string;
  files: { path: string; bytes: number; sha256: string; parts?: unknown }[];
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The tiny set under the names of the full one, by path, its largest file in parts. */
export function tinySetAsFull(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const id of fullPacks(TINY_SET)) {
    const folder = id.replace('@', '/');
    const renamed = folder.replace('-tiny/', '-full/');
    const text = readFileSync(join(TINY, folder, 'meta.json'), 'utf8').replaceAll('-tiny', '-full');
    const meta = JSON.parse(text) as Described;
    for (const file of meta.files) {
      const bytes = readFileSync(join(TINY, folder, file.path));
      if (meta.name !== 'decision-backbone-full' || file.path !== 'fp32.onnx.data') {
        files.set(`${renamed}/${file.path}`, bytes);
        continue;
      }
      const pieces = Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, number) =>
        bytes.subarray(number * PART_BYTES, (number + 1) * PART_BYTES),
      );
      file.parts = pieces.map((piece, number) => {
        files.set(`${renamed}/${file.path}.part${number}`, piece);
        return { path: `${file.path}.part${number}`, bytes: piece.length, sha256: sha256(piece) };
      });
    }
    files.set(`${renamed}/meta.json`, Buffer.from(JSON.stringify(meta)));
  }
  return files;
}

/** Writes the set below a folder, as somebody has it on disk who built it. */
export function writeSet(folder: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [path, bytes] of files) {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, bytes);
  }
}

/** A host of the built page and of the full set beside it, which misbehaves as it is told. */
export async function badHost({ cors = false } = {}) {
  const files = tinySetAsFull();
  const asked: { readonly path: string; readonly range: string | null }[] = [];
  const misbehaviours: { readonly path: RegExp; readonly how: Misbehaviour; left: number }[] = [];
  const { origin, close } = await listen((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (cors) response.setHeader('access-control-allow-origin', '*');
    if (pathname.startsWith('/models-full/')) {
      const path = pathname.slice('/models-full/'.length);
      asked.push({ path, range: request.headers.range ?? null });
      const bytes = files.get(path);
      const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const bad = misbehaviours.find((one) => one.left > 0 && one.path.test(path));
      if (bad) {
        bad.left -= 1;
        bad.how(response, bytes?.subarray(from) ?? Buffer.alloc(0), request);
      } else if (bytes) sendBytes(response, bytes, request.headers.range ?? null);
      else response.writeHead(404).end();
      return;
    }
    sendBuilt(response, pathname.slice(1));
  });
  return {
    url: `${origin}/`,
    /** What may be changed: the files by their path below `models-full/`. */
    files,
    /** Every request below `models-full/`, in order. */
    asked,
    /** Answers the next `times` requests for such a path so. */
    misbehave(path: RegExp, how: Misbehaviour, times = Number.POSITIVE_INFINITY): void {
      misbehaviours.push({ path, how, left: times });
    },
    behave: () => void misbehaviours.splice(0),
    close,
  };
}

/** The proper answer, with the range that was asked for. */
export function sendBytes(response: ServerResponse, bytes: Buffer, range: string | null): void {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  response.setHeader('content-type', 'application/octet-stream');
  if (!asked) {
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return;
  }
  const from = Number(asked[1]);
  const to = Math.min(bytes.length, asked[2] ? Number(asked[2]) + 1 : bytes.length);
  response.writeHead(206, {
    'content-length': to - from,
    'content-range': `bytes ${from}-${to - 1}/${bytes.length}`,
  });
  response.end(bytes.subarray(from, to));
}
