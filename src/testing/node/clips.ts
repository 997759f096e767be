import {
  chooseClip,
  CLIP_START,
  createContextEncoder,
  loadClipBank,
  loadContextModels,
  type ClipBank,
  type ContextEncoder,
} from '../../clip';
import type { Recording, Turn } from '../../flow';
import { openPack, SMALL_SET } from '../../packs';
import { seededRandom } from '../../shared/random';
import { nodeSource } from './models';

/** The shipped recordings, without their sound, and the small set's context encoder. */
export interface ShippedClips {
  readonly bank: ClipBank;
  readonly encoder: ContextEncoder;
}

/** A file that is missing rejects. */
export async function shippedClips(): Promise<ShippedClips> {
  const source = nodeSource();
  const bank = await loadClipBank(await openPack(source, SMALL_SET.clips), () => {
    throw new Error('No sound is needed here.');
  });
  const models = await loadContextModels({
    contextEncoder: await openPack(source, SMALL_SET.contextEncoder),
    joint: await openPack(source, SMALL_SET.joint),
    affect: await openPack(source, SMALL_SET.affect),
  });
  return { bank, encoder: createContextEncoder(models) };
}

/** The energy that only one recording of a bank in five has. */
export function livelyEnergy({ recordings }: ClipBank): number {
  const energies = recordings.map(({ energy = 3 }) => energy).toSorted((one, other) => one - other);
  return energies[Math.floor(0.8 * energies.length)] ?? 5;
}

/** What is answered to an utterance, three times in a row, with so many seeds; by the words' mood alone unless `learned`. */
export async function answersTo(
  text: string,
  { bank, encoder }: ShippedClips,
  seeds: number,
  learned = true,
): Promise<readonly Recording[]> {
  const turns: readonly Turn[] = [{ speaker: 'you', text }];
  const embedded = learned ? await encoder.embedContext({ turns }) : null;
  return Array.from({ length: seeds }, (_, seed) => {
    const random = seededRandom(seed + 1);
    let state = CLIP_START;
    return [0, 5000, 10_000].map((tMs) => {
      const [next, choice] = chooseClip(bank, state, { tMs, turns, words: [], random, embedded });
      state = next;
      return choice.recording;
    });
  }).flat();
}
