import * as v from 'valibot';
import type { Recording, Sound } from '../flow';
import { PlainError } from '../shared/plain-error';
import { createSoundShelf } from '../shared/sound-shelf';

const recording = v.looseObject({
  file: v.string(),
  form: v.string(),
  delivery: v.string(),
  duration_ms: v.number(),
  rms_db: v.number(),
  vector: v.optional(v.array(v.number())),
  energy: v.optional(v.number()),
  polarity: v.optional(v.number()),
  surprisal: v.optional(v.number()),
  voiced_ms: v.optional(v.number()),
  pitch_hz: v.nullish(v.number()),
  pitch_range_st: v.nullish(v.number()),
});
const bankFile = v.looseObject({
  forms: v.pipe(v.array(v.string()), v.minLength(1)),
  recordings: v.pipe(v.array(recording), v.minLength(1)),
});

/** The recordings of a bank. */
export interface ClipBank {
  readonly forms: readonly string[];
  readonly recordings: readonly Recording[];
  /** Decoded when it is first asked for. */
  sound(recording: Recording): Promise<Sound>;
  /** Fetches every recording, so that none has to come over the network when it is needed. */
  fetchAll(): Promise<void>;
}

/** The part of an open pack that is needed. */
export interface BankPack {
  readonly id: string;
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
}

/**
 * Opens a clip bank. `decode` turns a file's bytes into samples.
 * Throws a `PlainError` (`pack-malformed`) for a bank without recordings.
 */
export async function loadClipBank(
  pack: BankPack,
  decode: (bytes: Uint8Array) => Promise<Sound>,
): Promise<ClipBank> {
  const bank = v.safeParse(bankFile, await pack.json('bank.json'));
  if (!bank.success)
    throw new PlainError(
      'pack-malformed',
      `The clip bank ${pack.id} cannot be read: its bank.json is wrong.`,
      'Copy the pack again, whole.',
    );
  const shelf = createSoundShelf((path) => pack.bytes(path), decode);
  const recordings = bank.output.recordings.map(recordingOf);
  return {
    forms: bank.output.forms,
    recordings,
    sound: ({ file }) => shelf.sound(file),
    fetchAll: () => shelf.fetchAll(recordings.map(({ file }) => file)),
  };
}

/** What nobody measured stays away. */
const recordingOf = (entry: v.InferOutput<typeof recording>): Recording => ({
  file: entry.file,
  form: entry.form,
  delivery: entry.delivery,
  durationMs: entry.duration_ms,
  rmsDbfs: entry.rms_db,
  ...(entry.vector && { vector: entry.vector }),
  ...(entry.energy !== undefined && { energy: entry.energy }),
  ...(entry.polarity !== undefined && { polarity: entry.polarity }),
  ...(entry.surprisal !== undefined && { surprisal: entry.surprisal }),
  ...(entry.voiced_ms !== undefined && { voicedMs: entry.voiced_ms }),
  ...(entry.pitch_hz !== undefined && { pitchHz: entry.pitch_hz }),
  ...(entry.pitch_range_st !== undefined && { pitchRangeSt: entry.pitch_range_st }),
});
