import { Zip, ZipPassThrough } from 'fflate';
import type { BankFile } from './bank-file';
import { BANK_JSON, writeBankFile } from './bank-file';

/** The file that says in words who may use the recordings. */
export const RIGHTS_TXT = 'RIGHTS.txt';

/** Who may use a bank, in words, for people who open the archive. */
export function rightsText({ name, rights, recordings }: BankFile): string {
  const { licence = '', speaker = '', consent = '' } = rights;
  return [
    `Recordings of the clip bank "${name}": ${recordings.length}.`,
    `Speaker: ${speaker === '' ? 'not named' : speaker}.`,
    `Licence: ${licence === '' ? 'none given; ask before you use them' : licence}.`,
    `Consent: ${consent === '' ? 'not noted' : consent}.`,
    '',
  ].join('\n');
}

/**
 * Packs a bank: `bank.json`, `RIGHTS.txt` and every recording, stored as it is (sound hardly packs). `sound` gives a
 * recording's bytes. The pieces come in order and together are the archive.
 */
export async function zipBank(
  bank: BankFile,
  forms: readonly string[],
  sound: (file: string) => Promise<Uint8Array>,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  let failed: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error) failed = error;
    else onPiece(piece);
  });
  const add = (name: string, bytes: Uint8Array): void => {
    const file = new ZipPassThrough(name);
    // The same bank always gives the same bytes.
    file.mtime = new Date(2020, 0, 1);
    zip.add(file);
    file.push(bytes, true);
    if (failed) throw failed;
  };
  const text = new TextEncoder();
  add(BANK_JSON, text.encode(writeBankFile(bank, forms)));
  add(RIGHTS_TXT, text.encode(rightsText(bank)));
  for (const { file } of bank.recordings) add(file, await sound(file));
  zip.end();
}
