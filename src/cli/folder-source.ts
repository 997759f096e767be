import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackSource } from '../packs';
import { PlainError } from '../shared/plain-error';

/** Reads packs from a folder on disk. Throws a `PlainError` (`pack-missing`) where a file is not there. */
export const folderSource = (folder: string): PackSource => ({
  async read(path, onBytes) {
    try {
      const bytes = await readFile(join(folder, path));
      onBytes?.(bytes.length);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    } catch (error) {
      throw new PlainError(
        'pack-missing',
        `The model file ${path} is missing or cannot be read.`,
        'Check that the folder "models" is whole.',
        { cause: error },
      );
    }
  },
});
