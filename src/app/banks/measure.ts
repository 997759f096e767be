import type { Sound } from '../../flow';
import { resample } from '../../pipeline';
import type { BankEntry } from '../../pipeline';
import { toPlainError } from '../../shared/plain-error';
import { SAMPLE_RATE_HZ } from '../../shared/units';
import type { Judge, Measured } from '../clips/judge';
import type { BankStore, KeptRecording } from './store';

/** Kept in one go: often enough that a closed tab loses little. */
const AT_ONCE = 20;

export interface MeasureOptions {
  readonly store: BankStore;
  readonly bankId: string;
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
 * Measures every recording of a bank that the present models have not measured, and keeps the result as it goes on: it can be
 * interrupted at any time. Gives a sentence for each that cannot be measured.
 */
export async function measureBank(options: MeasureOptions): Promise<readonly string[]> {
  const { store, bankId, judge, decode, onProgress, stopped } = options;
  const left = unmeasured(await store.entries(bankId), judge.encoder);
  const problems: string[] = [];
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
      measured.push({ entry: withMeasures(entry, judge.encoder, await measureSound(judge, sound)) });
    } catch (error) {
      const { message } = toPlainError(error, 'not-measured', 'It cannot be measured.');
      problems.push(`${entry.file} has no place on the map: ${message}`);
    }
    if (measured.length >= AT_ONCE) await keep();
    onProgress(index + 1, left.length);
  }
  await keep();
  return problems;
}

/** What the models say of a sound at any rate. */
export const measureSound = (judge: Judge, { samples, rateHz }: Sound): Promise<Measured> =>
  judge.measure(resample(samples, rateHz, SAMPLE_RATE_HZ));

/** An entry with what was measured, rounded as in the shipped bank. */
export function withMeasures(entry: BankEntry, encoder: string, measured: Measured): BankEntry {
  const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
  const orNull = (value: number | null): number | null => (value === null ? null : round(value, 2));
  return {
    ...entry,
    encoder,
    vector: measured.vector.map((value) => round(value, 4)),
    energy: round(measured.energy, 3),
    polarity: round(measured.polarity, 3),
    surprisal: round(measured.surprisal, 3),
    voiced_ms: Math.round(measured.voicedMs),
    pitch_hz: orNull(measured.pitchHz),
    pitch_range_st: orNull(measured.pitchRangeSt),
  };
}
