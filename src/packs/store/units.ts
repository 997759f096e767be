import { PlainError } from '../../shared/plain-error';
import type { PackMeta } from '../meta';

/** The names that the store itself uses in a pack's folder. */
export const META = 'meta.json';
export const LEDGER = 'ledger.jsonl';

/** Stands for the checksum of a file whose host does not tell one: its size alone is checked. */
export const UNTOLD_SHA256 = '0'.repeat(64);

/** Whether this is the checksum that a unit must have. */
export const isRight = ({ sha256 }: Pick<Unit, 'sha256'>, found: string): boolean =>
  sha256 === UNTOLD_SHA256 || found === sha256;

/** What is fetched, verified and remembered as one: a part of a file, or a file without parts. */
export interface Unit {
  /** The whole file's name in the pack. */
  readonly file: string;
  /** What the server calls this unit. */
  readonly path: string;
  /** Where the unit begins in the whole file. */
  readonly at: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The units of a pack's files, in order. Throws a `PlainError` (`pack-malformed`) where the description contradicts itself or
 * names a file that cannot be kept.
 */
export function unitsOf(id: string, meta: PackMeta, files: readonly string[]): readonly Unit[] {
  return files.flatMap((name) => {
    const file = meta.files.find(({ path }) => path === name);
    if (!file) throw malformed(id, name, 'it is not listed');
    if (!isPlainName(name)) throw malformed(id, name, 'no file may be called so');
    let at = 0;
    const units = (file.parts ?? [file]).map(({ path, bytes, sha256 }): Unit => {
      if (!isPlainName(path)) throw malformed(id, path, 'no file may be called so');
      if (!Number.isSafeInteger(bytes) || bytes < 0)
        throw malformed(id, path, 'its size is no number of bytes');
      at += bytes;
      return { file: name, path, at: at - bytes, bytes, sha256 };
    });
    if (at !== file.bytes) throw malformed(id, name, `its parts have ${at} bytes, the whole ${file.bytes}`);
    return units;
  });
}

/** No folders, nothing hidden, nothing that a file system could take for something else, and none of the store's own names. */
const isPlainName = (name: string): boolean =>
  /^[\w][\w .,+()'@-]*$/.test(name) && name.length <= 200 && name !== META && name !== LEDGER;

const malformed = (id: string, path: string, why: string): PlainError =>
  new PlainError(
    'pack-malformed',
    `The description of the pack ${id} is wrong at "${path}": ${why}.`,
    'Copy the pack to the server again, whole.',
  );
