import type { EmbeddedRecording } from '../encoder';
import type { BankEntry } from './bank-file';

/** What the models say of one recording. */
export type Measured = EmbeddedRecording;

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
