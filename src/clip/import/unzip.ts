import { Unzip, UnzipInflate } from 'fflate';
import type { UnzipFile } from 'fflate';
import { joinBytes } from '../../shared/join';
import { PlainError } from '../../shared/plain-error';

/** What an archive may hold. A bank of 5,000 short recordings has about 200 MB. */
export interface ZipLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** How many times its packed size a file may unpack to; sound packs to a half, text to a fifth. */
  readonly ratio: number;
}
export const ZIP_LIMITS: ZipLimits = {
  files: 12_000,
  fileBytes: 20_000_000,
  totalBytes: 600_000_000,
  ratio: 150,
};
/** Small files may pack better than the ratio allows. */
const RATIO_FREE_BYTES = 1_000_000;
/** Packed bytes given to the decoder at once: they unpack to 16 MB at most. */
const PIECE_BYTES = 16_384;

export interface ZipEntry {
  /** With forward slashes, below the archive's root. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What came out of an archive, and in plain sentences what did not. */
export interface Unzipped {
  readonly entries: readonly ZipEntry[];
  readonly problems: readonly PlainError[];
}

/**
 * Unpacks an archive piece by piece, counting what really comes out. Files with paths that lead outside, and files that are
 * too large, are left out and named. A bomb ends the reading: what came before it is kept. `breathe` is awaited between
 * pieces. Throws a `PlainError` (`not-a-zip`) when nothing in it can be read.
 */
export async function unzip(
  archive: Uint8Array,
  breathe: () => Promise<void> = () => Promise.resolve(),
  limits: ZipLimits = ZIP_LIMITS,
): Promise<Unzipped> {
  if (archive[0] !== 0x50 || archive[1] !== 0x4b) throw notAZip();
  const entries: ZipEntry[] = [];
  const problems: PlainError[] = [];
  let totalBytes = 0;
  let seen = 0;
  let stopped = false;
  const stop = (error: PlainError): void => {
    if (!stopped) problems.push(error);
    stopped = true;
  };
  const take = (file: UnzipFile): void => {
    const path = file.name.replaceAll('\\', '/');
    if (stopped || ignored(path)) return;
    seen += 1;
    if (seen > limits.files) return stop(tooMany(limits.files));
    if (escapes(path)) return void problems.push(escaping(file.name));
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    file.ondata = (error, chunk, final) => {
      if (stopped) return;
      if (error) return void problems.push(damaged(path, error));
      const fitted = bytes <= limits.fileBytes;
      bytes += chunk.length;
      totalBytes += chunk.length;
      const packed = file.size ?? archive.length;
      if (bytes > RATIO_FREE_BYTES && bytes > packed * limits.ratio) return stop(bomb(path));
      if (totalBytes > limits.totalBytes) return stop(tooMuch(limits.totalBytes));
      if (bytes <= limits.fileBytes) chunks.push(chunk);
      else if (fitted) problems.push(tooLarge(path, limits.fileBytes));
      if (final && bytes <= limits.fileBytes) entries.push({ path, bytes: joinBytes(chunks) });
    };
    try {
      file.start();
    } catch (error) {
      problems.push(damaged(path, error));
    }
  };
  const reader = new Unzip(take);
  reader.register(UnzipInflate);
  try {
    for (let at = 0; at < archive.length && !stopped; at += PIECE_BYTES) {
      const end = Math.min(at + PIECE_BYTES, archive.length);
      // A copy: the reader keeps what it is given, and changes it.
      reader.push(archive.slice(at, end), end === archive.length);
      await breathe();
    }
  } catch (error) {
    problems.push(damaged('The archive', error));
  }
  if (seen === 0 && problems.length === 0) throw notAZip();
  return { entries, problems };
}

/** Folders, and what systems put beside a person's files. */
const ignored = (path: string): boolean =>
  path.endsWith('/') || path.split('/').some((part) => part === '__MACOSX' || /^\.[^.]/.test(part));

/** Whether a path, with forward slashes, leads out of the folder it is unpacked to. */
const escapes = (path: string): boolean =>
  path.startsWith('/') || /^[a-z]:/i.test(path) || path.includes('\0') || path.split('/').includes('..');

const escaping = (name: string): PlainError =>
  new PlainError(
    'zip-path',
    `A file in the archive has the path "${shown(name)}", which leads out of it; it was left out.`,
    'Ask whoever made the archive to pack it again.',
  );
const tooLarge = (path: string, bytes: number): PlainError =>
  new PlainError(
    'zip-file-large',
    `${shown(path)} is larger than ${bytes / 1_000_000} MB unpacked; it was left out.`,
    'A backchannel takes less than 1 MB.',
  );
const tooMuch = (bytes: number): PlainError =>
  new PlainError(
    'zip-large',
    `The archive unpacks to more than ${bytes / 1_000_000} MB; what came before that was kept.`,
    'Import it in parts.',
  );
const tooMany = (files: number): PlainError =>
  new PlainError(
    'zip-many',
    `The archive has more than ${files} files; the first ${files} were looked at.`,
    'Import it in parts.',
  );
const bomb = (path: string): PlainError =>
  new PlainError(
    'zip-bomb',
    `${shown(path)} unpacks to far more than any recording, as archives do that are made to do harm; reading stopped there.`,
    'Import the recordings as plain files instead.',
  );
const damaged = (path: string, cause: unknown): PlainError =>
  new PlainError('zip-damaged', `${shown(path)} is damaged and was left out.`, 'Pack it again.', { cause });
const notAZip = (): PlainError =>
  new PlainError(
    'not-a-zip',
    'This is not a zip archive, or there is nothing in it.',
    'Choose a zip of recordings, or the recordings themselves.',
  );

/** A name as a sentence can carry it. */
const shown = (name: string): string =>
  // oxlint-disable-next-line no-control-regex -- A name from outside may hold anything.
  name.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 120);
