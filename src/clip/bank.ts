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
const formFit = v.pipe(
  v.looseObject({
    vocabulary: v.array(v.string()),
    weights: v.array(v.array(v.number())),
    bias: v.array(v.number()),
    forms: v.array(v.string()),
    window_words: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  v.check(
    ({ vocabulary, weights, bias, forms }) =>
      vocabulary.length === weights.length &&
      bias.length === forms.length &&
      weights.every((row) => row.length === forms.length),
  ),
);

/** Which form fits the last words: a table of word weights (`training/mhm_training/clips_fit.py`). */
export interface FormFit {
  readonly forms: readonly string[];
  readonly windowWords: number;
  readonly bias: readonly number[];
  /** Weights [forms] by vocabulary entry. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
}

/** The recordings of a bank. */
export interface ClipBank {
  readonly forms: readonly string[];
  readonly recordings: readonly Recording[];
  readonly fit: FormFit;
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
 * Throws a `PlainError` (`pack-malformed`) for a bank without recordings or a table that does not fit together.
 */
export async function loadClipBank(
  pack: BankPack,
  decode: (bytes: Uint8Array) => Promise<Sound>,
): Promise<ClipBank> {
  const bank = v.safeParse(bankFile, await pack.json('bank.json'));
  const fit = v.safeParse(formFit, await pack.json('form-fit.json'));
  if (!bank.success || !fit.success)
    throw new PlainError(
      'pack-malformed',
      `The clip bank ${pack.id} cannot be read: its ${bank.success ? 'form-fit.json' : 'bank.json'} is wrong.`,
      'Copy the pack again, whole.',
    );
  const shelf = createSoundShelf((path) => pack.bytes(path), decode);
  const recordings = bank.output.recordings.map(recordingOf);
  const { vocabulary, weights, bias, forms, window_words } = fit.output;
  return {
    forms: bank.output.forms,
    recordings,
    fit: {
      forms,
      windowWords: window_words,
      bias,
      weights: new Map(vocabulary.map((entry, index) => [entry, weights[index] ?? []])),
    },
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
