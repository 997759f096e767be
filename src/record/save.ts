import { PlainError } from '../shared/plain-error';
import type { RecordLine } from './schema';
import { recordLine } from './writer';

/** Where a file is written: a picked file, a download, or a test's. */
export interface FileWriter {
  write(part: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Makes what was written the file's content. */
  close(): Promise<void>;
  /** Gives up: nothing half-written is left behind. */
  abort(): Promise<void>;
}

/** Lines joined into one part, so that a long session is not one huge string. */
const LINES_A_PART = 2000;

/** The record as parts of a text file, in order: for a `Blob` or a `FileWriter`. */
export function exportRecord(lines: readonly RecordLine[]): string[] {
  const parts: string[] = [];
  for (let from = 0; from < lines.length; from += LINES_A_PART)
    parts.push(
      lines
        .slice(from, from + LINES_A_PART)
        .map((line) => `${recordLine(line)}\n`)
        .join(''),
    );
  return parts;
}

/**
 * Writes the record. It stays in memory whatever happens, so saving can be tried again.
 * Throws a `PlainError`: `disk-full`, `save-denied` or `save-failed`.
 */
export const saveRecord = (lines: readonly RecordLine[], open: () => Promise<FileWriter>): Promise<void> =>
  saveParts(exportRecord(lines), open);

/** Writes any file of the session, whole or not at all. Throws as `saveRecord` does. */
export async function saveParts(
  parts: readonly (string | Uint8Array<ArrayBuffer>)[],
  open: () => Promise<FileWriter>,
): Promise<void> {
  let writer: FileWriter | null = null;
  try {
    writer = await open();
    for (const part of parts) await writer.write(part);
    await writer.close();
  } catch (error) {
    await writer?.abort().catch(() => undefined);
    throw saveError(error);
  }
}

function saveError(error: unknown): PlainError {
  const name = error instanceof Error ? error.name : '';
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (name === 'QuotaExceededError' || code === 'ENOSPC' || code === 'EDQUOT')
    return new PlainError(
      'disk-full',
      'The session could not be saved because the disk is full; nothing of it is lost while this page stays open.',
      'Free some space, or choose another place, and save again.',
      { cause: error },
    );
  if (name === 'NotAllowedError' || code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new PlainError(
      'save-denied',
      'The session could not be saved because writing there is not allowed; nothing of it is lost while this page stays open.',
      'Choose another place and save again.',
      { cause: error },
    );
  return new PlainError(
    'save-failed',
    'The session could not be saved; nothing of it is lost while this page stays open.',
    'Save it again.',
    { cause: error },
  );
}

/** The part of `FileSystemFileHandle` that is needed. */
export interface FileHandleLike {
  createWritable(): Promise<FileWriter>;
}

/** Writes into a file that the person picked; the browser replaces its content only on close. */
export const pickedFile = (handle: FileHandleLike) => (): Promise<FileWriter> => handle.createWritable();

/** Collects the parts and hands them to the browser's download on close; nothing is downloaded when it is aborted. */
export const downloaded = (download: (file: Blob) => void) => (): Promise<FileWriter> => {
  let parts: (string | Uint8Array<ArrayBuffer>)[] = [];
  return Promise.resolve({
    write: (part) => {
      parts.push(part);
      return Promise.resolve();
    },
    close: () => {
      download(new Blob(parts));
      return Promise.resolve();
    },
    abort: () => {
      parts = [];
      return Promise.resolve();
    },
  });
};
