import { parseHeadMeta } from '../decision';
import type { HeadMeta } from '../decision';
import { fetchSource, openPack, packBytes, SMALL_SET, talkPacks } from '../packs';

/** What is known of the listener before it is loaded. */
export interface Peek {
  /** Bytes that a first visit loads, the runtime included. */
  readonly totalBytes: number;
  /** The largest of them is on this machine already. */
  readonly stored: boolean;
  /** The dials' promised rates are in it. */
  readonly head: HeadMeta;
}

/** onnxruntime-web's own WASM file, below the page's folder `ort/`. */
export const RUNTIME_FILE = 'ort-wasm-simd-threaded.wasm';

/** Reads the packs' descriptions, a few kilobytes each. Rejects with a `PlainError` where they cannot be read. */
export async function peekListener(baseUrl: string): Promise<Peek> {
  const modelsUrl = new URL('models/', baseUrl).href;
  const source = fetchSource(modelsUrl);
  const set = SMALL_SET;
  const packs = await Promise.all(talkPacks(set).map((id) => openPack(source, id)));
  const head = packs.find(({ id }) => id === set.head);
  const largest = packs
    .flatMap(({ id, meta }) =>
      meta.files
        .flatMap((file) => file.parts ?? [file])
        .map((file) => ({ ...file, folder: id.replace('@', '/') })),
    )
    .toSorted((one, other) => other.bytes - one.bytes)[0];
  return {
    totalBytes: packs.reduce((sum, { meta }) => sum + packBytes(meta), 0) + __MHM_RUNTIME_BYTES__,
    stored: largest !== undefined && (await isStored(modelsUrl, largest)),
    head: parseHeadMeta(head?.meta),
  };
}

/** Whether the service worker has kept a file; its key is the address that `fetchSource` asks for. */
async function isStored(
  modelsUrl: string,
  file: { folder: string; path: string; sha256: string },
): Promise<boolean> {
  if (!('caches' in globalThis)) return false;
  const url = new URL(`${file.folder}/${file.path}?sha256=${file.sha256.slice(0, 16)}`, modelsUrl);
  return (await caches.match(url)) !== undefined;
}
