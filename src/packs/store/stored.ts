import { PlainError, toPlainError } from '../../shared/plain-error';
import { parsePackMeta } from '../meta';
import type { PackMeta } from '../meta';
import type { Pack } from '../pack';
import { fileOf, packFolder, packsFolder } from './folder';
import type { StoreFolder } from './folder';
import { parseLedger } from './ledger';
import { LEDGER, META, unitsOf } from './units';

/** A pack that lies whole in the browser's private file system. */
export interface StoredPack extends Pack {
  /** The files that were chosen when it was fetched; the others of its description are not there. */
  readonly files: readonly string[];
  /** A whole file without reading it: a runtime slices what it needs from disk. Throws a `PlainError`: `pack-not-stored`. */
  blob(path: string): Promise<Blob>;
}

/** How much of a pack is kept. */
export interface Kept {
  readonly id: string;
  readonly meta: PackMeta;
  readonly files: readonly string[];
  /** Bytes that are on disk, out of those of the chosen files. */
  readonly keptBytes: number;
  readonly totalBytes: number;
  /** Every unit was verified, and the files on disk have the sizes they should have. */
  readonly whole: boolean;
}

/**
 * Opens the kept pack `name@version`, in any thread. Sizes and the ledger are looked at, no checksum is computed again. Throws a
 * `PlainError`: `pack-not-stored` when it is not there whole, `storage-refused`.
 */
export async function openStored(id: string, root?: StoreFolder): Promise<StoredPack> {
  const packs = root ?? (await packsFolder());
  const [kept, folder] = await Promise.all([keptOf(id, packs), packFolder(packs, id)]);
  if (!kept?.whole || !folder) throw notStored(id);
  const blob = async (path: string): Promise<Blob> => {
    const file = kept.files.includes(path) ? await fileOf(folder, path) : null;
    if (!file) throw notStored(id, path);
    return file;
  };
  const bytes = async (path: string): Promise<Uint8Array> => {
    const file = await blob(path);
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      throw toPlainError(
        error,
        'pack-not-stored',
        `The file ${path} of the pack ${id} cannot be read.`,
        AGAIN,
      );
    }
  };
  return {
    id,
    meta: kept.meta,
    files: kept.files,
    blob,
    bytes,
    async json(path) {
      const text = new TextDecoder().decode(await bytes(path));
      try {
        return JSON.parse(text);
      } catch (error) {
        throw toPlainError(error, 'pack-damaged', `The file ${path} of the pack ${id} is not JSON.`, AGAIN);
      }
    },
  };
}

/** What is kept of the pack `name@version`; null where there is nothing, or nothing that can be understood. */
export async function keptOf(id: string, root?: StoreFolder): Promise<Kept | null> {
  const folder = await packFolder(root ?? (await packsFolder()), id);
  if (!folder) return null;
  const [metaFile, ledgerFile] = await Promise.all([fileOf(folder, META), fileOf(folder, LEDGER)]);
  if (!metaFile || !ledgerFile) return null;
  const ledger = parseLedger(await ledgerFile.text());
  try {
    const meta = parsePackMeta(JSON.parse(await metaFile.text()), id);
    const units = unitsOf(id, meta, ledger.files);
    const sizes = await Promise.all(
      ledger.files.map(async (name) => {
        const expected = meta.files.find(({ path }) => path === name)?.bytes;
        return (await fileOf(folder, name))?.size === expected;
      }),
    );
    return {
      id,
      meta,
      files: ledger.files,
      keptBytes: units.reduce((sum, unit) => sum + ledger.of(unit).have, 0),
      totalBytes: units.reduce((sum, unit) => sum + unit.bytes, 0),
      whole: units.length > 0 && units.every((unit) => ledger.of(unit).verified) && sizes.every(Boolean),
    };
  } catch {
    return null;
  }
}

const AGAIN = 'Remove it in Settings and fetch it again.';

const notStored = (id: string, path?: string): PlainError =>
  new PlainError(
    'pack-not-stored',
    path === undefined
      ? `The pack ${id} is not kept in this browser, or not whole.`
      : `The file ${path} of the pack ${id} is not kept in this browser.`,
    'Fetch it in Settings.',
  );
