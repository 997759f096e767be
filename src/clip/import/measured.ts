import type { Hz, Ms } from '../../shared/units';
import type { BankEntry } from './bank-file';

/** What the models say of one recording. */
export interface Measured {
  readonly vector: readonly number[];
  readonly energy: number;
  readonly polarity: number;
  readonly surprisal: number;
  readonly voicedMs: Ms;
  readonly pitchHz: Hz | null;
  readonly pitchRangeSt: number | null;
  /** Which form it sounds like, the likeliest first. */
  readonly heardForms: readonly { readonly form: string; readonly probability: number }[];
}

/** A recording whose name says no form is given the one that it sounds like, where that is clear. */
const CLEAR = 0.6;

/** An entry with what was measured of it, rounded as in the shipped bank. `encoder` names the models. */
export function measuredEntry(entry: BankEntry, encoder: string, measured: Measured): BankEntry {
  const round = (value: number, digits: number): number => Number(value.toFixed(digits));
  const orNull = (value: number | null): number | null => (value === null ? null : round(value, 2));
  const [heard] = measured.heardForms;
  const formless = entry.form === 'other' && (entry.label ?? '') === '';
  const found =
    heard && formless && heard.probability >= CLEAR ? { form: heard.form, label: heard.form } : {};
  return {
    ...entry,
    ...found,
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
