import { PlainError } from '../shared/plain-error';
import { parsePackMeta } from './meta';
import type { PackFile, PackMeta } from './meta';
import { sha256Hex } from './sha256';

/**
 * Where packs are read from; `path` is below `models/`. `onBytes` is told how many more bytes arrived. `sha256` is what the file
 * must have, so that a cache in between can tell an old copy from a new one.
 */
export interface PackSource {
  read(path: string, onBytes?: (bytes: number) => void, sha256?: string): Promise<Uint8Array>;
}

/** A pack whose description was read; its files are read, joined and checked when asked for. */
export interface Pack {
  /** `name@version`. */
  readonly id: string;
  readonly meta: PackMeta;
  /** A whole file; throws a `PlainError` (`pack-damaged`) when a byte of it is missing or wrong. */
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
}

/** Opens the pack `name@version`. Throws a `PlainError` when it is missing, newer than this code, or malformed. */
export async function openPack(
  source: PackSource,
  id: string,
  onBytes?: (bytes: number) => void,
): Promise<Pack> {
  const folder = id.replace('@', '/');
  const meta = parsePackMeta(parseJson(await source.read(`${folder}/meta.json`), id, 'meta.json'), id);
  const read = async (file: Omit<PackFile, 'parts'>): Promise<Uint8Array> => {
    const bytes = await source.read(`${folder}/${file.path}`, onBytes, file.sha256);
    if (bytes.length !== file.bytes)
      throw damaged(id, file.path, `it has ${bytes.length} bytes instead of ${file.bytes}`);
    if ((await sha256Hex(bytes)) !== file.sha256) throw damaged(id, file.path, 'its checksum is wrong');
    return bytes;
  };
  const bytes = async (path: string): Promise<Uint8Array> => {
    const file = meta.files.find((candidate) => candidate.path === path);
    if (!file) throw damaged(id, path, 'the description does not list it');
    if (!file.parts) return read(file);
    const whole = new Uint8Array(file.bytes);
    let offset = 0;
    for (const part of file.parts) {
      const piece = await read(part);
      if (offset + piece.length > whole.length)
        throw damaged(id, path, 'its parts are longer than the whole');
      whole.set(piece, offset);
      offset += piece.length;
    }
    if (offset !== whole.length) throw damaged(id, path, 'its parts are shorter than the whole');
    return whole;
  };
  return { id, meta, bytes, json: async (path) => parseJson(await bytes(path), id, path) };
}

/** Bytes that loading `paths` of a pack takes; all of its files when `paths` is left out. */
export const packBytes = (meta: PackMeta, paths?: readonly string[]): number =>
  meta.files
    .filter((file) => paths === undefined || paths.includes(file.path))
    .reduce((sum, file) => sum + file.bytes, 0);

function parseJson(bytes: Uint8Array, id: string, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged(id, path, 'it is not JSON');
  }
}

const damaged = (id: string, path: string, why: string): PlainError =>
  new PlainError(
    'pack-damaged',
    `The file ${path} of the pack ${id} is damaged: ${why}.`,
    'Reload the page to fetch it again; if it stays so, the copy on the server is broken.',
  );
