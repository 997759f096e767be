import type { Sound } from '../../flow';
import { measuredEntry, resample } from '../../pipeline';
import type { BankEntry, Measured } from '../../pipeline';
import { toPlainError } from '../../shared/plain-error';
import { SAMPLE_RATE_HZ } from '../../shared/units';
import type { Judge } from '../clips/judge';
import type { BankStore, KeptRecording } from './store';

/** Kept in one go: often enough that a closed tab loses little. */
const AT_ONCE = 20;

export interface MeasureOptions {
  readonly store: BankStore;
  readonly bankId: string;
  /** Its recordings that are to be measured. */
  readonly left: readonly BankEntry[];
  readonly judge: Judge;
  readonly decode: (bytes: Uint8Array) => Promise<Sound>;
  readonly onProgress: (done: number, total: number) => void;
  /** Asked before each recording; true ends it early. */
  readonly stopped: () => boolean;
}

/** Which of these recordings this encoder has not measured. */
export const unmeasured = (entries: readonly BankEntry[], encoder: string): readonly BankEntry[] =>
  entries.filter((entry) => entry.vector === undefined || entry.encoder !== encoder);

/**
 * Measures recordings of a bank, and keeps the result as it goes on: it can be interrupted at any time. Gives a sentence for each
 * that cannot be measured.
 */
export async function measureBank(options: MeasureOptions): Promise<readonly string[]> {
  const { store, bankId, left, judge, decode, onProgress, stopped } = options;
  const problems: string[] = [];
  const heard: string[] = [];
  let measured: KeptRecording[] = [];
  const keep = async (): Promise<void> => {
    const batch = measured;
    measured = [];
    if (batch.length > 0) await store.keep(bankId, batch);
  };
  for (const [index, entry] of left.entries()) {
    if (stopped()) break;
    try {
      const sound = await decode(await store.sound(bankId, entry.file));
      const known = measuredEntry(entry, judge.encoder, await measureSound(judge, sound));
      if (known.form !== entry.form) heard.push(known.form);
      measured.push({ entry: known });
    } catch (error) {
      const { message } = toPlainError(error, 'not-measured', 'It cannot be measured.');
      problems.push(`${entry.file} has no place on the map: ${message}`);
    }
    if (measured.length >= AT_ONCE) await keep();
    onProgress(index + 1, left.length);
  }
  await keep();
  if (heard.length > 0)
    problems.push(
      `The form of ${heard.length} without one in the name is the one that it sounds like; hear and correct it.`,
    );
  return problems;
}

/** What the models say of a sound at any rate. */
const measureSound = (judge: Judge, { samples, rateHz }: Sound): Promise<Measured> =>
  judge.measure(resample(samples, rateHz, SAMPLE_RATE_HZ));
