import type { Bank, BankStore, KeptRecording } from '../app/banks/store';
import type { Judge } from '../app/clips/judge';
import { PlainError } from '../shared/plain-error';

/** A bank store in memory, with room for so many sounds. */
export function memoryBanks(room = Infinity): BankStore {
  const banks = new Map<string, Bank>();
  const kept = new Map<string, Map<string, KeptRecording>>();
  const of = (id: string): Map<string, KeptRecording> => {
    const found = kept.get(id) ?? new Map<string, KeptRecording>();
    kept.set(id, found);
    return found;
  };
  let sounds = 0;
  return {
    list: () => Promise.resolve([...banks.values()]),
    save: (bank) => {
      banks.set(bank.id, bank);
      return Promise.resolve();
    },
    keep(id, recordings) {
      const added = recordings.filter(({ bytes }) => bytes).length;
      if (sounds + added > room)
        return Promise.reject(new PlainError('storage-full', 'There is no room left.'));
      sounds += added;
      for (const recording of recordings) {
        const { file } = recording.entry;
        of(id).set(file, { ...of(id).get(file), ...recording });
      }
      return Promise.resolve();
    },
    forget(id, files) {
      for (const file of files) of(id).delete(file);
      return Promise.resolve();
    },
    entries: (id) => Promise.resolve([...of(id).values()].map(({ entry }) => entry)),
    sound(id, file) {
      const bytes = of(id).get(file)?.bytes;
      return bytes ? Promise.resolve(bytes) : Promise.reject(new PlainError('recording-gone', 'It is gone.'));
    },
    remove(id) {
      banks.delete(id);
      kept.delete(id);
      return Promise.resolve();
    },
  };
}

/** A judge that measures the level and the length of a sound, and prefers what is like the text's length. */
export const fakeJudge = (encoder = 'fake@1'): Judge & { readonly measured: number[] } => {
  const measured: number[] = [];
  return {
    encoder,
    measured,
    measure(samples) {
      measured.push(samples.length);
      const share = Math.min(1, samples.length / 16_000);
      return Promise.resolve({
        vector: [Math.cos(share), Math.sin(share)],
        energy: 1 + 4 * share,
        polarity: 3,
        surprisal: 2,
        voicedMs: samples.length / 16,
        pitchHz: null,
        pitchRangeSt: null,
        heardForms: [{ form: 'mhm', probability: share }],
      });
    },
    answer: (turns, recordings) =>
      Promise.resolve({
        vector: [1, 0],
        forms: { mhm: 0.7, yeah: 0.3 },
        nearest: [{ text: 'So first you soak the beans overnight,', similarity: 0.9 }],
        ranking: recordings
          .map(({ file }) => {
            const score = 1 - Math.abs(file.length - (turns[0]?.text.length ?? 0));
            return { file, score };
          })
          .toSorted((one, other) => other.score - one.score),
      }),
  };
};
