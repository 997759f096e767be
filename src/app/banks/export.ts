import { CLIP_FORMS, zipBank } from '../../pipeline';
import { saveFile } from '../saving';
import { bankFileOf } from './source';
import type { Bank, BankStore } from './store';

/** Packs a bank with its rights and offers it as a download. Rejects with a `PlainError`. */
export async function saveBank(
  store: BankStore,
  bank: Bank,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const file = await bankFileOf(store, bank);
  const pieces: BlobPart[] = [];
  let done = 0;
  await zipBank(
    file,
    CLIP_FORMS,
    (name) => {
      onProgress(++done, file.recordings.length);
      return store.sound(bank.id, name);
    },
    // The archive's own pieces change no more.
    (piece) => pieces.push(piece as Uint8Array<ArrayBuffer>),
  );
  saveFile(new Blob(pieces, { type: 'application/zip' }), `${nameForFile(bank.name)}.zip`);
}

const nameForFile = (name: string): string =>
  name.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'bank';
