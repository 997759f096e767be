import type { Sound } from '../../flow';
import type { BankEntry } from '../../pipeline';
import { SHIPPED } from '../banks/store';
import type { Bank, BankStore } from '../banks/store';
import { clipOf, shippedClip } from './clip';
import type { BankLine, Clip, ShownBank } from './state';

/** The shipped bank, opened. */
export interface Shipped {
  readonly recordings: readonly Parameters<typeof shippedClip>[0][];
  readonly sound: (file: string) => Promise<Sound>;
}

export const SHIPPED_LINE: BankLine = {
  id: SHIPPED,
  name: 'Heart, the shipped voice',
  own: false,
  recorded: false,
  rights: { licence: 'Apache-2.0' },
};

export const lineOf = ({ id, name, rights, moods }: Bank): BankLine => ({
  id,
  name,
  own: true,
  recorded: moods !== null,
  rights,
});

/** Recordings that were decoded lately are kept: a person goes to and fro between neighbours. */
const KEPT_SOUNDS = 300;

/** A bank that is open: what is on the map, and its sound. */
export interface OpenBank {
  readonly shown: ShownBank;
  readonly sound: (file: string) => Promise<Sound>;
}

/** Opens a bank of one's own from the store. */
export async function openOwn(
  store: BankStore,
  bank: Bank,
  decode: (bytes: Uint8Array) => Promise<Sound>,
): Promise<OpenBank> {
  const entries = await store.entries(bank.id);
  return {
    shown: ownShown(bank, entries),
    sound: remembered(async (file) => decode(await store.sound(bank.id, file))),
  };
}

export const ownShown = (bank: Bank, entries: readonly BankEntry[]): ShownBank => ({
  ...lineOf(bank),
  clips: entries.map(clipOf),
});

export const shippedShown = (recordings: Shipped['recordings']): ShownBank => ({
  ...SHIPPED_LINE,
  clips: recordings.map((recording): Clip => shippedClip(recording)),
});

function remembered(load: (file: string) => Promise<Sound>): (file: string) => Promise<Sound> {
  const kept = new Map<string, Promise<Sound>>();
  return (file) => {
    const known = kept.get(file) ?? load(file);
    // Set anew, so that the oldest comes first.
    kept.delete(file);
    kept.set(file, known);
    known.catch(() => kept.delete(file));
    const [oldest] = kept.keys();
    if (kept.size > KEPT_SOUNDS && oldest !== undefined) kept.delete(oldest);
    return known;
  };
}
