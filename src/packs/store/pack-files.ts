import { busyError } from './errors';
import { fileOf, held, isMissing, packFolder, writeAll } from './folder';
import type { OpenFile, StoreFolder } from './folder';
import { filesLine, parseLedger, unitLine } from './ledger';
import type { Ledger } from './ledger';
import { LEDGER, META } from './units';
import type { Unit } from './units';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The files of one pack, opened for writing, with its ledger. Worker only. */
export interface PackFiles {
  readonly ledger: Ledger;
  /** Opens a file of the pack; everyone who opened it closes it. */
  open(name: string): Promise<OpenFile>;
  /** Notes what is on disk of a unit, after it was flushed; `have` null: all of it, verified. */
  note(unit: Unit, have: number | null): void;
  /** Size on disk of a file, bytes; 0 where there is none. */
  size(name: string): Promise<number>;
  /** Deletes every file that is not one of these. */
  keepOnly(names: readonly string[]): Promise<void>;
  close(): void;
}

/** Opens the folder of a pack for writing, making it where needed; writes its description and which files are wanted. */
export async function openPackFiles(
  root: StoreFolder,
  id: string,
  metaText: string,
  files: readonly string[],
): Promise<PackFiles> {
  const folder = await packFolder(root, id, true);
  if (!folder) throw busyError();
  const before = parseLedger((await (await fileOf(folder, LEDGER))?.text()) ?? '');
  const meta = await openFile(folder, META);
  const description = encode(metaText);
  writeAll(meta, description, 0);
  meta.truncate(description.length);
  meta.flush();
  meta.close();
  const lines = await openFile(folder, LEDGER);
  const append = (line: string): void => {
    writeAll(lines, encode(line), lines.getSize());
    lines.flush();
  };
  // A line that a crash cut off must not take the next one with it.
  append(`\n${filesLine(files)}`);
  return {
    ledger: before,
    open: (name) => openFile(folder, name),
    note: (unit, have) => append(unitLine(unit, have)),
    size: async (name) => (await fileOf(folder, name))?.size ?? 0,
    async keepOnly(names) {
      const kept = new Set([...names, META, LEDGER]);
      for (const name of await namesIn(folder)) if (!kept.has(name)) await folder.removeEntry(name);
    },
    close: () => lines.close(),
  };
}

/** Deletes every version of these packs but those given. */
export async function evictOthers(root: StoreFolder, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const [name = '', version = ''] = id.split('@');
    const folder = await root.getDirectoryHandle(name);
    for (const other of await namesIn(folder))
      if (other !== version) await folder.removeEntry(other, { recursive: true });
  }
}

/** All names at once: what is deleted while a folder is being read may make it skip others. */
async function namesIn(folder: StoreFolder): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** Deletes all that is kept of these packs, every version. */
export async function removePacks(root: StoreFolder, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    try {
      await root.removeEntry(id.split('@')[0] ?? '', { recursive: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

async function openFile(folder: StoreFolder, name: string): Promise<OpenFile> {
  const handle = await held(folder, folder.getFileHandle(name, { create: true }));
  const opening = handle.createSyncAccessHandle?.();
  const file = opening && (await held(handle, opening));
  if (!file) throw new DOMException('Files can only be written in a worker.', 'InvalidStateError');
  return file;
}
