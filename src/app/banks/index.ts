import { fetchSource, openPack, SMALL_SET } from '../../packs';
import { decodeSound, loadClipBank } from '../../pipeline';
import type { Recording } from '../../flow';
import type { BankPack, Hands } from '../../pipeline';
import type { ClipsApp } from '../clips/state';
import { createBankDatabase } from './database';
import { bankPack } from './source';
import { SHIPPED } from './store';

/** The bank that speaks in Talk. */
export interface SpeakingBank {
  id: string;
  /** Not told to the listener yet. */
  changed: boolean;
}

/** What the Clips page shares with Talk. */
export interface OpenClipsOptions {
  readonly baseUrl: string;
  /** The page's one output. */
  readonly sound: () => AudioContext;
  readonly micId: () => string | null;
  readonly speaking: SpeakingBank;
  readonly onSpeaking: () => void;
}

/** Loads the Clips page's part of the app. */
export async function openClips(options: OpenClipsOptions): Promise<ClipsApp> {
  const { createClipsApp } = await import('../clips/clips-app');
  const { loadJudge } = await import('../clips/load-judge');
  const { baseUrl, sound, micId, speaking } = options;
  return createClipsApp({
    banks: createBankDatabase(),
    async openShipped() {
      const bank = await loadClipBank(await shippedPack(baseUrl), decodeSound);
      const byFile = new Map(bank.recordings.map((recording) => [recording.file, recording]));
      return {
        recordings: bank.recordings,
        sound(file) {
          const recording = byFile.get(file);
          if (!recording) return Promise.reject(new TypeError(`The shipped bank has no ${file}.`));
          return bank.sound(recording);
        },
      };
    },
    loadJudge: (scope, onProgress) => loadJudge(scope, baseUrl, onProgress),
    context: sound,
    micId,
    speaking: speaking.id,
    onSpeaking(id) {
      speaking.id = id;
      speaking.changed = true;
      options.onSpeaking();
    },
    newId: () => crypto.randomUUID(),
    nowMs: () => Date.now(),
  });
}

/** Lets the listener speak with the chosen bank. Where there is none of that id any more, or it cannot be read, the shipped one speaks. Rejects with a `PlainError`. */
export async function speakWith(hands: Hands, speaking: SpeakingBank): Promise<void> {
  speaking.changed = false;
  try {
    await hands.useBank(await ownPack(speaking.id));
  } catch (error) {
    await hands.useBank(null);
    throw error;
  }
}

/** The recordings of the chosen bank, without their sound. Rejects with a `PlainError`. */
export async function recordingsOf(baseUrl: string, { id }: SpeakingBank): Promise<readonly Recording[]> {
  const pack = (await ownPack(id)) ?? (await shippedPack(baseUrl));
  return (await loadClipBank(pack, decodeSound)).recordings;
}

const shippedPack = (baseUrl: string): Promise<BankPack> =>
  openPack(fetchSource(new URL('models/', baseUrl).href), SMALL_SET.clips);

/** A bank of the person's own; null for the shipped one, and where there is none of that id any more. */
async function ownPack(id: string): Promise<BankPack | null> {
  if (id === SHIPPED) return null;
  const store = createBankDatabase();
  const bank = (await store.list()).find((kept) => kept.id === id);
  return bank ? bankPack(store, bank) : null;
}
