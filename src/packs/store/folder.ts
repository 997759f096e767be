import { PlainError } from '../../shared/plain-error';

/** The part of `FileSystemDirectoryHandle` that the store needs; tests give a folder in memory. */
export interface StoreFolder {
  getDirectoryHandle(name: string, options?: { readonly create?: boolean }): Promise<StoreFolder>;
  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<StoreFileHandle>;
  removeEntry(name: string, options?: { readonly recursive?: boolean }): Promise<void>;
  keys(): AsyncIterableIterator<string>;
}

/** The part of `FileSystemFileHandle` that the store needs. Only workers can open a file for writing. */
export interface StoreFileHandle {
  getFile(): Promise<Blob>;
  createSyncAccessHandle?(): Promise<OpenFile>;
}

/** The part of `FileSystemSyncAccessHandle` that the store needs: reads and writes at an offset, without copies. */
export interface OpenFile {
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(bytes: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** The folder of this page's packs in the browser's private file system. Throws a `PlainError`: `storage-refused`. */
export async function packsFolder(): Promise<StoreFolder> {
  try {
    const root = await navigator.storage.getDirectory();
    return await held(root, root.getDirectoryHandle('packs', { create: true }));
  } catch (error) {
    throw new PlainError(
      'storage-refused',
      'This browser does not let the page keep models, as in a private window.',
      'Use a normal window, or allow this page to store data.',
      { cause: error },
    );
  }
}

/** The folder of `name@version` below `root`; null where nothing of it is kept and `create` is not set. */
export async function packFolder(root: StoreFolder, id: string, create = false): Promise<StoreFolder | null> {
  const [name = '', version = ''] = id.split('@');
  try {
    const versions = await root.getDirectoryHandle(name, { create });
    return await held(versions, versions.getDirectoryHandle(version, { create }));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A file of a folder; null where there is none. */
export async function fileOf(folder: StoreFolder, name: string): Promise<Blob | null> {
  try {
    const handle = await held(folder, folder.getFileHandle(name));
    return await held(handle, handle.getFile());
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Throws what the file system throws; a disk that takes only a part is full. */
export function writeAll(file: OpenFile, bytes: Uint8Array, at: number): void {
  if (file.write(bytes, { at }) < bytes.length)
    throw new DOMException('Only a part was written.', 'QuotaExceededError');
}

const asked = new Set<{ readonly handle: object }>();

/**
 * Waits for what a handle was asked, and holds on to the handle meanwhile: Chromium never answers for one that it collects as
 * garbage in between, which happens while hundreds of megabytes pass by.
 */
export async function held<T>(handle: object, answer: Promise<T>): Promise<T> {
  const hold = { handle };
  asked.add(hold);
  try {
    return await answer;
  } finally {
    asked.delete(hold);
  }
}

/** Whether the file system said that there is no such file or folder. */
export const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');
