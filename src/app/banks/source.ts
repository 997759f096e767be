import { BANK_JSON, CLIP_FORMS, writeBankFile } from '../../pipeline';
import type { BankFile, BankPack } from '../../pipeline';
import type { Bank, BankStore } from './store';

/** A kept bank as a `bank.json`. */
export async function bankFileOf(store: BankStore, bank: Bank): Promise<BankFile> {
  const { name, voice, rights } = bank;
  return { name, voice, rights, recordings: await store.entries(bank.id) };
}

/** A kept bank in the place of a pack, so that Talk speaks with it. */
export function bankPack(store: BankStore, bank: Bank): BankPack {
  const json = async (): Promise<string> => writeBankFile(await bankFileOf(store, bank), CLIP_FORMS);
  return {
    id: bank.name,
    bytes: async (path) =>
      path === BANK_JSON ? new TextEncoder().encode(await json()) : store.sound(bank.id, path),
    json: async (path) => (path === BANK_JSON ? JSON.parse(await json()) : null),
  };
}
