import type { BankEntry, BankRights } from '../../pipeline';

/** The id of the bank that ships with the page. */
export const SHIPPED = 'shipped';

/** A bank's name is cut to so many letters. */
export const LONGEST_NAME = 60;

/** A bank of one's own, without its recordings. */
export interface Bank {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly voice: string;
  readonly rights: BankRights;
  /** The moods that the guided recorder goes through; null for a bank that was imported. */
  readonly moods: readonly string[] | null;
}

/** A recording as it is kept: what is known of it, and its file where that is new. */
export interface KeptRecording {
  readonly entry: BankEntry;
  readonly bytes?: Uint8Array;
}

/** Where banks are kept between visits. Every method rejects with a `PlainError`. */
export interface BankStore {
  list(): Promise<readonly Bank[]>;
  /** Adds a bank, or changes what is said of it. */
  save(bank: Bank): Promise<void>;
  /** Adds recordings, or changes what is known of them. */
  keep(bankId: string, recordings: readonly KeptRecording[]): Promise<void>;
  forget(bankId: string, files: readonly string[]): Promise<void>;
  /** What is known of a bank's recordings, by name. */
  entries(bankId: string): Promise<readonly BankEntry[]>;
  sound(bankId: string, file: string): Promise<Uint8Array>;
  remove(bankId: string): Promise<void>;
}
