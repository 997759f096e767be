import type { Recording } from '../../flow';
import type { BankEntry } from '../../pipeline';
import type { Clip } from './state';

/** A recording of one's own, as it is kept, for the map and for the choice. */
export const clipOf = (entry: BankEntry): Clip => ({
  file: entry.file,
  form: entry.form,
  label: entry.label ?? entry.form,
  delivery: entry.delivery,
  durationMs: entry.duration_ms,
  rmsDbfs: entry.rms_db,
  ...(entry.vector ? { vector: entry.vector } : {}),
  ...(entry.energy === undefined ? {} : { energy: entry.energy }),
  ...(entry.polarity === undefined ? {} : { polarity: entry.polarity }),
  ...(entry.surprisal === undefined ? {} : { surprisal: entry.surprisal }),
  ...(entry.voiced_ms === undefined ? {} : { voicedMs: entry.voiced_ms }),
  ...(entry.pitch_hz === undefined ? {} : { pitchHz: entry.pitch_hz }),
  ...(entry.pitch_range_st === undefined ? {} : { pitchRangeSt: entry.pitch_range_st }),
});

/** A recording of the shipped bank. */
export const shippedClip = (recording: Recording): Clip => ({ ...recording, label: recording.form });
