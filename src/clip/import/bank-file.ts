import * as v from 'valibot';
import { PlainError } from '../../shared/plain-error';

const rating = v.optional(v.pipe(v.number(), v.finite()));
const measure = v.optional(v.nullable(v.pipe(v.number(), v.finite())));
const rights = v.looseObject({
  licence: v.optional(v.string()),
  speaker: v.optional(v.string()),
  consent: v.optional(v.string()),
});
const entry = v.object({
  file: v.string(),
  form: v.string(),
  label: v.optional(v.string()),
  delivery: v.optional(v.string(), ''),
  duration_ms: v.pipe(v.number(), v.minValue(0)),
  rms_db: v.pipe(v.number(), v.finite()),
  encoder: v.optional(v.string()),
  vector: v.optional(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(2), v.maxLength(4096))),
  energy: rating,
  polarity: rating,
  surprisal: rating,
  voiced_ms: rating,
  pitch_hz: measure,
  pitch_range_st: measure,
  rights: v.optional(rights),
});
const bankFile = v.looseObject({
  name: v.optional(v.string()),
  forms: v.optional(v.array(v.string())),
  voice: v.optional(v.string()),
  rights: v.optional(rights),
  encoder: v.optional(v.string()),
  recordings: v.array(v.unknown()),
});

/** One recording as `bank.json` has it. `label` is what was said where the form is `other`; `encoder` made the vector. */
export type BankEntry = v.InferOutput<typeof entry>;
/** Who may use the recordings: a licence in words or as SPDX, who speaks, and that they agreed. */
export type BankRights = v.InferOutput<typeof rights>;

/** A whole `bank.json`. */
export interface BankFile {
  readonly name: string;
  readonly voice: string;
  readonly rights: BankRights;
  readonly recordings: readonly BankEntry[];
}

/** The file's name in a bank's folder or archive. */
export const BANK_JSON = 'bank.json';

/**
 * Reads `bank.json`. Entries that make no sense are left out and counted in `spoilt`. Throws a `PlainError` (`bank-malformed`)
 * where it is no bank at all.
 */
export function parseBankFile(text: string): { readonly bank: BankFile; readonly spoilt: number } {
  const json = v.safeParse(bankFile, parsed(text));
  if (!json.success)
    throw new PlainError(
      'bank-malformed',
      'The bank.json in it cannot be read, so its ratings and forms are not used.',
      'The recordings are read by their names instead.',
    );
  const { name = '', voice = '', rights = {}, encoder, recordings } = json.output;
  const read = recordings.map((recording) => v.safeParse(entry, recording));
  const entries = read.flatMap(({ success, output }) =>
    success && plainName(output.file) ? [encoder === undefined ? output : { encoder, ...output }] : [],
  );
  return { bank: { name, voice, rights, recordings: entries }, spoilt: read.length - entries.length };
}

/** `bank.json` as it is written: the encoder stands once at the top where all vectors are of one. */
export function writeBankFile(bank: BankFile, forms: readonly string[]): string {
  const encoders = new Set(bank.recordings.map(({ encoder }) => encoder));
  const [encoder] = encoders;
  const one = encoders.size === 1 && encoder !== undefined;
  const recordings = bank.recordings.map(({ encoder: own, ...recording }) =>
    one || own === undefined ? recording : { ...recording, encoder: own },
  );
  const lines = recordings.map((recording) => `  ${JSON.stringify(recording)}`).join(',\n');
  const { name, voice, rights } = bank;
  const head = JSON.stringify({ name, forms, voice, rights, ...(one ? { encoder } : {}) }, null, 1);
  return `${head.slice(0, -2)},\n "recordings": [\n${lines}\n ]\n}\n`;
}

/** A name without folders, so that it can be a key and a file anywhere. */
export const plainName = (name: string): boolean =>
  name !== '' && name.length <= 200 && !/[/\\\0]/.test(name) && !/^\.+$/.test(name);

/** A name for a recording that no other of `taken` has. */
export function freeName(wished: string, taken: ReadonlySet<string>): string {
  const stem =
    wished
      .replace(/[^\p{L}\p{N}.-]+/gu, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 120) || 'clip';
  let name = `${stem}.wav`;
  for (let count = 2; taken.has(name); count++) name = `${stem}-${count}.wav`;
  return name;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
