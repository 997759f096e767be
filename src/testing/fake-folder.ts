import type { OpenFile, StoreFileHandle, StoreFolder } from '../packs/store/folder';

/** A private file system in memory, as a browser's: exclusive open files, a quota, and the errors it would throw. */
export interface FakeFolder extends StoreFolder {
  /** Every file by its path, its bytes as they are on disk. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Bytes that all files together may have. */
  quotaBytes: number;
  /** No write succeeds any more, though the browser gave the room: another program filled the disk. */
  full: boolean;
  /** Changes a file behind the store's back. */
  change(path: string, change: (bytes: Uint8Array) => Uint8Array): void;
  /** Paths of files that are open for writing. */
  readonly open: ReadonlySet<string>;
}

export function createFakeFolder(quotaBytes = Number.POSITIVE_INFINITY): FakeFolder {
  const disk: Disk = { files: new Map(), folders: new Set(['']), open: new Set(), quotaBytes, full: false };
  return {
    ...folderAt(disk, ''),
    files: disk.files,
    open: disk.open,
    get quotaBytes() {
      return disk.quotaBytes;
    },
    set quotaBytes(bytes) {
      disk.quotaBytes = bytes;
    },
    get full() {
      return disk.full;
    },
    set full(full) {
      disk.full = full;
    },
    change(path, change) {
      disk.files.set(path, change(disk.files.get(path) ?? new Uint8Array()));
    },
  };
}

interface Disk {
  readonly files: Map<string, Uint8Array>;
  readonly folders: Set<string>;
  readonly open: Set<string>;
  quotaBytes: number;
  full: boolean;
}

const fail = (name: string): never => {
  throw new DOMException(`The file system says ${name}.`, name);
};

function folderAt(disk: Disk, at: string): StoreFolder {
  const path = (name: string): string => (at === '' ? name : `${at}/${name}`);
  return {
    async getDirectoryHandle(name, options) {
      if (disk.files.has(path(name))) fail('TypeMismatchError');
      if (!disk.folders.has(path(name))) {
        if (options?.create !== true) fail('NotFoundError');
        disk.folders.add(path(name));
      }
      return Promise.resolve(folderAt(disk, path(name)));
    },
    async getFileHandle(name, options) {
      if (disk.folders.has(path(name))) fail('TypeMismatchError');
      if (!disk.files.has(path(name))) {
        if (options?.create !== true) fail('NotFoundError');
        disk.files.set(path(name), new Uint8Array());
      }
      return Promise.resolve(fileAt(disk, path(name)));
    },
    async removeEntry(name, options) {
      const below = [...disk.files.keys(), ...disk.folders].filter((one) => one.startsWith(`${path(name)}/`));
      if (!disk.files.has(path(name)) && !disk.folders.has(path(name))) fail('NotFoundError');
      if (below.length > 0 && options?.recursive !== true) fail('InvalidModificationError');
      if ([path(name), ...below].some((one) => disk.open.has(one))) fail('NoModificationAllowedError');
      for (const one of [path(name), ...below]) {
        disk.files.delete(one);
        disk.folders.delete(one);
      }
      return Promise.resolve();
    },
    async *keys() {
      const names = [...disk.files.keys(), ...disk.folders]
        .filter((one) => one !== '' && one.slice(0, Math.max(0, one.lastIndexOf('/'))) === at)
        .map((one) => one.slice(one.lastIndexOf('/') + 1));
      await Promise.resolve();
      yield* names;
    },
  };
}

const fileAt = (disk: Disk, path: string): StoreFileHandle => ({
  getFile: () => Promise.resolve(new Blob([(disk.files.get(path) ?? fail('NotFoundError')).slice()])),
  createSyncAccessHandle() {
    if (disk.open.has(path)) fail('NoModificationAllowedError');
    disk.open.add(path);
    return Promise.resolve(openAt(disk, path));
  },
});

function openAt(disk: Disk, path: string): OpenFile {
  const bytes = (): Uint8Array => disk.files.get(path) ?? new Uint8Array();
  const resize = (size: number): void => {
    const all = [...disk.files.values()].reduce((sum, file) => sum + file.length, 0);
    if (all - bytes().length + size > disk.quotaBytes) fail('QuotaExceededError');
    const grown = new Uint8Array(size);
    grown.set(bytes().subarray(0, size));
    disk.files.set(path, grown);
  };
  const opened = (): void => {
    if (!disk.open.has(path)) fail('InvalidStateError');
  };
  return {
    read(into, { at }) {
      opened();
      const piece = bytes().subarray(at, at + into.length);
      into.set(piece);
      return piece.length;
    },
    write(piece, { at }) {
      opened();
      if (disk.full) fail('QuotaExceededError');
      if (at + piece.length > bytes().length) resize(at + piece.length);
      bytes().set(piece, at);
      return piece.length;
    },
    truncate(size) {
      opened();
      resize(size);
    },
    getSize: () => bytes().length,
    flush: opened,
    close: () => void disk.open.delete(path),
  };
}
