import type { Sound } from '../../flow';
import { CLIP_FORMS, decodeSound, LONGEST_FILE_MS, readRecordings, unzip } from '../../pipeline';
import type { FileToRead } from '../../pipeline';
import { toPlainError } from '../../shared/plain-error';
import { LONGEST_NAME } from './store';
import type { Bank, BankStore, KeptRecording } from './store';

const AT_ONCE = 50;

/** What came of an import. `bank` is null when there was nothing to keep. */
export interface Imported {
  readonly bank: Bank | null;
  readonly taken: number;
  readonly problems: readonly string[];
}

interface ImportOptions {
  readonly store: BankStore;
  readonly files: readonly File[];
  readonly newId: () => string;
  readonly nowMs: number;
  readonly onProgress: (done: number, total: number) => void;
  /** Lets the page draw; awaited now and then. */
  readonly breathe: () => Promise<void>;
}

/** Decodes what may be a recording; nothing longer than any import takes is held in memory. */
export const decodeShort = (bytes: Uint8Array): Promise<Sound> => decodeSound(bytes, LONGEST_FILE_MS);

/**
 * Takes files, or the files in an archive, in as a new bank. The good recordings are kept whatever happens to the others, one
 * batch after another. Rejects with a `PlainError` only when nothing at all can be kept (`storage-refused`, `storage-full`).
 */
export async function importBank(options: ImportOptions): Promise<Imported> {
  const { store, files, onProgress, breathe } = options;
  const problems: string[] = [];
  const toRead = await filesOf(files, problems, breathe);
  let bank: Bank = {
    id: options.newId(),
    name: nameOf(files),
    createdMs: options.nowMs,
    voice: '',
    rights: {},
    moods: null,
  };
  let taken = 0;
  let done = 0;
  let batch: KeptRecording[] = [];
  const keep = async (): Promise<void> => {
    const kept = batch;
    batch = [];
    if (kept.length === 0) return;
    if (taken === 0) await store.save(bank);
    await store.keep(bank.id, kept);
    taken += kept.length;
  };
  try {
    for await (const event of readRecordings(toRead, { forms: CLIP_FORMS, decode: decodeShort })) {
      if (event.kind === 'bank') {
        const { name, voice, rights } = event.bank;
        bank = { ...bank, name: (name || bank.name).slice(0, LONGEST_NAME), voice, rights };
        continue;
      }
      if (event.kind === 'problem') problems.push(event.error.sentence);
      else if (event.kind === 'note') problems.push(event.text);
      else batch.push({ entry: event.recording.entry, bytes: event.recording.bytes });
      if (event.kind !== 'note') onProgress(++done, toRead.length);
      if (batch.length >= AT_ONCE) await keep();
      await breathe();
    }
    await keep();
  } catch (error) {
    const plain = toPlainError(error, 'import-failed', 'The import stopped.', 'Try again.');
    if (taken === 0) {
      await store.remove(bank.id).catch(() => undefined);
      throw plain;
    }
    problems.push(`${plain.sentence} The ${taken} recordings before that are kept.`);
  }
  return { bank: taken > 0 ? bank : null, taken, problems };
}

/** The files themselves, and those in archives among them. */
async function filesOf(
  files: readonly File[],
  problems: string[],
  breathe: () => Promise<void>,
): Promise<readonly FileToRead[]> {
  const found: FileToRead[] = [];
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    if (!/\.zip$/i.test(path)) {
      found.push({ path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) });
      continue;
    }
    try {
      const unzipped = await unzip(new Uint8Array(await file.arrayBuffer()), breathe);
      for (const { sentence } of unzipped.problems) problems.push(sentence);
      for (const { path: inner, bytes } of unzipped.entries)
        found.push({ path: inner, size: bytes.length, bytes: () => Promise.resolve(bytes) });
    } catch (error) {
      const plain = toPlainError(
        error,
        'file-unreadable',
        `${file.name} could not be read.`,
        'Choose it again.',
      );
      problems.push(`${file.name}: ${plain.sentence}`);
    }
  }
  return found;
}

/** What to call a bank made of these files: the archive's name, the folder's, or how it came. */
function nameOf(files: readonly File[]): string {
  const first = files[0];
  const folder = first?.webkitRelativePath.split('/')[0] ?? '';
  const archive = files.find(({ name }) => /\.zip$/i.test(name))?.name.replace(/\.zip$/i, '') ?? '';
  return (folder || archive || 'Imported').trim().slice(0, LONGEST_NAME);
}
