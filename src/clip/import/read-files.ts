import type { Sound } from '../../flow';
import { PlainError } from '../../shared/plain-error';
import { samplesToMs } from '../../shared/units';
import { encodeWav } from '../../shared/wav';
import { BANK_JSON, freeName, parseBankFile } from './bank-file';
import type { BankEntry, BankFile } from './bank-file';
import { formOfName } from './names';
import { longFile, longVoice, LONGEST_VOICE_MS, NOTE_WORDS, prepareRecording, raised } from './prepare';

/** A file to be taken into a bank. `bytes` is called once, when its turn comes. */
export interface FileToRead {
  /** With forward slashes. */
  readonly path: string;
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

/** A recording that made it, ready to be kept. */
export interface ReadRecording {
  /** Where it came from. */
  readonly path: string;
  readonly entry: BankEntry;
  /** The file to keep: what came in where it was a bank's own, else 16-bit WAV, mono and trimmed. */
  readonly bytes: Uint8Array;
  readonly sound: Sound;
}

/** What reading tells as it goes on. */
export type ReadEvent =
  | { readonly kind: 'recording'; readonly recording: ReadRecording }
  /** A file that was left out, and why. */
  | { readonly kind: 'problem'; readonly path: string; readonly error: PlainError }
  /** Something about one that was taken all the same, as a sentence. */
  | { readonly kind: 'note'; readonly path: string; readonly text: string }
  /** What the bank says of itself, where there is a `bank.json`. */
  | { readonly kind: 'bank'; readonly bank: BankFile };

export interface ReadOptions {
  readonly forms: readonly string[];
  /** Decodes a file as mono at its own rate; throws where it is no sound. */
  readonly decode: (bytes: Uint8Array) => Promise<Sound>;
  /** Names that are taken. */
  readonly taken?: ReadonlySet<string>;
}

/** Larger than any backchannel in any format: 20 s of uncompressed 24-bit stereo at 96 kHz. */
const MAX_FILE_BYTES = 12_000_000;
/** What may lie beside recordings without being worth a word. */
const SILENTLY_IGNORED =
  /\.(txt|md|csv|tsv|jsonl?|pdf|html?|xml|textgrid|eaf|png|jpe?g|gif|lock|ini|db)$|(^|\/)(licen[cs]e|notice|readme|thumbs\.db|\.[^/]+)$/i;

/**
 * Reads recordings one after another: trims and checks each, takes the form from `bank.json` or from the name. What a bank
 * made here says of its own recordings is believed, and its sound is kept as it is. Never throws for a bad file.
 */
export async function* readRecordings(
  files: readonly FileToRead[],
  options: ReadOptions,
): AsyncGenerator<ReadEvent> {
  const known = new Map<string, BankEntry>();
  const json = files.find(({ path }) => baseName(path) === BANK_JSON);
  if (json) {
    try {
      const { bank, spoilt } = parseBankFile(new TextDecoder().decode(await json.bytes()));
      for (const entry of bank.recordings) known.set(entry.file, entry);
      yield { kind: 'bank', bank };
      if (spoilt > 0)
        yield {
          kind: 'note',
          path: json.path,
          text: `${spoilt} entries of bank.json make no sense; their recordings are read by name.`,
        };
    } catch (error) {
      yield { kind: 'problem', path: json.path, error: plain(error, json.path) };
    }
  }
  const folder = json ? json.path.slice(0, -BANK_JSON.length) : '';
  const taken = new Set(options.taken);
  for (const file of files) {
    if (SILENTLY_IGNORED.test(file.path)) continue;
    const name = baseName(file.path);
    try {
      if (file.size > MAX_FILE_BYTES)
        throw new PlainError(
          'file-large',
          `${name} has ${Math.round(file.size / 1_000_000)} MB; a backchannel takes less than 1 MB.`,
          'Cut it so that one file holds one backchannel.',
        );
      const bytes = await file.bytes();
      const sound = await decoded(name, bytes, options.decode);
      const entry = file.path.startsWith(folder) ? known.get(file.path.slice(folder.length)) : undefined;
      if (entry) {
        const durationMs = samplesToMs(sound.samples.length, sound.rateHz);
        if (durationMs > LONGEST_VOICE_MS) throw longVoice(name, durationMs);
        const kept = taken.has(entry.file) ? freeName(entry.file.replace(/\.[^.]*$/, ''), taken) : entry.file;
        taken.add(kept);
        const form = options.forms.includes(entry.form) ? entry.form : 'other';
        const label = form === 'other' && entry.label === undefined ? { label: entry.form } : {};
        yield {
          kind: 'recording',
          recording: { path: file.path, entry: { ...entry, ...label, form, file: kept }, bytes, sound },
        };
        continue;
      }
      const prepared = raised(prepareRecording(name, sound));
      const { form, label, delivery } = formOfName(file.path, options.forms);
      const kept = freeName(name.replace(/\.[^.]*$/, ''), taken);
      taken.add(kept);
      yield {
        kind: 'recording',
        recording: {
          path: file.path,
          entry: {
            file: kept,
            form,
            ...(label === form ? {} : { label }),
            delivery,
            duration_ms: Math.round(prepared.durationMs),
            rms_db: Math.round(prepared.rmsDbfs * 100) / 100,
          },
          bytes: encodeWav([prepared.sound.samples], prepared.sound.rateHz),
          sound: prepared.sound,
        },
      };
      for (const note of prepared.notes)
        yield { kind: 'note', path: file.path, text: `${name} ${NOTE_WORDS[note]}; it is used as it is.` };
    } catch (error) {
      yield { kind: 'problem', path: file.path, error: plain(error, name) };
    }
  }
}

async function decoded(name: string, bytes: Uint8Array, decode: ReadOptions['decode']): Promise<Sound> {
  try {
    return await decode(bytes.slice());
  } catch (error) {
    if (error instanceof PlainError && error.code === 'audio-too-long') throw longFile(name);
    throw new PlainError(
      'not-audio',
      `${name} is not an audio file that can be read here, or it is damaged.`,
      'Use WAV, FLAC, MP3 or Ogg.',
      { cause: error },
    );
  }
}

const plain = (error: unknown, name: string): PlainError =>
  error instanceof PlainError
    ? error
    : new PlainError('file-unreadable', `${name} could not be read.`, 'Choose it again.', { cause: error });

const baseName = (path: string): string => path.split('/').at(-1) ?? path;
