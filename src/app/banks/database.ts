import { PlainError } from '../../shared/plain-error';
import type { Bank, BankStore, KeptRecording } from './store';

const NAME = 'mhm-banks';
const VERSION = 1;
/** Recordings written in one transaction: many at once are quick, and an interruption loses few. */
const AT_ONCE = 200;

/** Every recording's key begins with its bank's. */
const ofBank = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

/**
 * Banks in this browser's IndexedDB: `banks` by id, `recordings` (what is known of each) and `sounds` (its file) by bank and
 * name, so that lists are read without the sound. Every method rejects with a `PlainError`: `storage-refused`, `storage-full`.
 */
export function createBankDatabase(factory: IDBFactory | undefined = globalThis.indexedDB): BankStore {
  let opened: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      // Absent in some private windows, whatever the types say.
      const request = (factory as IDBFactory | undefined)?.open(NAME, VERSION);
      if (!request) return reject(refused());
      request.onupgradeneeded = () => {
        request.result.createObjectStore('banks', { keyPath: 'id' });
        request.result.createObjectStore('recordings');
        request.result.createObjectStore('sounds');
      };
      request.onblocked = () => reject(refused());
      request.onerror = () => reject(refused(request.error));
      request.onsuccess = () => {
        // Another tab with a newer page wants to change the database.
        request.result.onversionchange = () => request.result.close();
        request.result.onclose = () => {
          opened = null;
        };
        resolve(request.result);
      };
    }).catch((error: unknown) => {
      opened = null;
      throw plain(error);
    });
    return opened;
  };
  const run = async <Result>(
    stores: readonly string[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => IDBRequest<Result> | null,
  ): Promise<Result> => {
    const database = await open();
    return new Promise<Result>((resolve, reject) => {
      let request: IDBRequest<Result> | null = null;
      try {
        const transaction = database.transaction(stores, mode);
        transaction.oncomplete = () => resolve(request?.result as Result);
        transaction.onabort = () => reject(plain(transaction.error));
        transaction.onerror = () => reject(plain(transaction.error));
        request = work(transaction);
      } catch (error) {
        reject(plain(error));
      }
    });
  };
  return {
    list: () => run<Bank[]>(['banks'], 'readonly', (t) => t.objectStore('banks').getAll()),
    async save(bank) {
      await run(['banks'], 'readwrite', (t) => t.objectStore('banks').put(bank));
    },
    async keep(bankId, recordings) {
      for (let at = 0; at < recordings.length; at += AT_ONCE)
        await run(['recordings', 'sounds'], 'readwrite', (t) => {
          for (const { entry, bytes } of recordings.slice(at, at + AT_ONCE)) {
            t.objectStore('recordings').put(entry, [bankId, entry.file]);
            if (bytes) t.objectStore('sounds').put(bytes, [bankId, entry.file]);
          }
          return null;
        });
    },
    async forget(bankId, files) {
      await run(['recordings', 'sounds'], 'readwrite', (t) => {
        for (const file of files) {
          t.objectStore('recordings').delete([bankId, file]);
          t.objectStore('sounds').delete([bankId, file]);
        }
        return null;
      });
    },
    entries: (bankId) =>
      run<KeptRecording['entry'][]>(['recordings'], 'readonly', (t) =>
        t.objectStore('recordings').getAll(ofBank(bankId)),
      ),
    async sound(bankId, file) {
      const bytes = await run<Uint8Array | undefined>(['sounds'], 'readonly', (t) =>
        t.objectStore('sounds').get([bankId, file]),
      );
      if (bytes) return bytes;
      throw new PlainError(
        'recording-gone',
        `The recording ${file} is no longer in this browser.`,
        'Import the bank again.',
      );
    },
    async remove(bankId) {
      await run(['banks', 'recordings', 'sounds'], 'readwrite', (t) => {
        t.objectStore('banks').delete(bankId);
        t.objectStore('recordings').delete(ofBank(bankId));
        t.objectStore('sounds').delete(ofBank(bankId));
        return null;
      });
    },
  };
}

function plain(error: unknown): PlainError {
  if (error instanceof PlainError) return error;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError')
    return new PlainError(
      'storage-full',
      'There is no room left in this browser for more recordings; those kept so far are safe.',
      'Delete a bank that you no longer need, or free some space on the disk.',
      { cause: error },
    );
  return refused(error);
}

const refused = (cause?: unknown): PlainError =>
  new PlainError(
    'storage-refused',
    'This browser does not let the page keep recordings, as in a private window.',
    'Use a normal window, or allow this page to store data.',
    { cause },
  );
