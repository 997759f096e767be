import { join } from 'node:path';
import {
  BANK_JSON,
  CLIP_FORMS,
  decodeAudioFile,
  formOfName,
  parseBankFile,
  underControls,
} from '../pipeline';
import type { ClipEncoder, EmbeddedRecording } from '../pipeline';
import type { ClipControls } from '../flow';
import { PlainError, toPlainError } from '../shared/plain-error';
import { pathsBelow, readBytes, readText } from './options';

/** A recording of a folder, measured. */
export interface Placed extends Pick<EmbeddedRecording, 'vector' | 'energy' | 'polarity' | 'surprisal'> {
  /** As it was asked for, or its path below the folder. */
  readonly file: string;
  /** One of the 18 or `other`; by `bank.json`, else by the file's name. */
  readonly form: string;
  readonly delivery: string;
}
/** What is known of a recording without listening. */
export type Named = Pick<Placed, 'file' | 'form' | 'delivery'>;

/** The recordings of a folder, each decoded and measured once, when it is first asked for. */
export interface ClipShelf {
  /** Those that may be chosen, by the controls and by the names asked for (null: all). Throws a `PlainError`. */
  placed(names: readonly string[] | null, controls: ClipControls): Promise<readonly Placed[]>;
  /** What could not be read so far. */
  readonly problems: readonly { readonly sentence: string }[];
}

const SOUND = /\.(wav|flac|mp3|ogg|oga|opus)$/i;

/** The recordings of a folder or of a built bank, in order. Throws a `PlainError` (`folder-missing`, `folder-empty`). */
export async function namedRecordings(folder: string): Promise<{
  readonly named: readonly Named[];
  readonly problems: readonly { readonly sentence: string }[];
}> {
  const paths = await pathsBelow(folder);
  const problems: { sentence: string }[] = [];
  const listed = paths.includes(BANK_JSON) ? await bankEntries(join(folder, BANK_JSON), problems) : null;
  const named = paths
    .filter((path) => SOUND.test(path))
    .map((file): Named => ({ file, ...(listed?.get(file) ?? formOfName(file, CLIP_FORMS)) }));
  if (named.length === 0)
    throw new PlainError('folder-empty', `The folder ${folder} has no WAV, FLAC, MP3 or Ogg file.`);
  return { named, problems };
}

/** Measures recordings of a folder as they are asked for. */
export function createShelf(folder: string, named: readonly Named[], encoder: ClipEncoder): ClipShelf {
  const problems: { sentence: string }[] = [];
  const measured = new Map<string, Promise<EmbeddedRecording | null>>();
  const measure = async (file: string): Promise<EmbeddedRecording | null> => {
    try {
      const { samples } = await decodeAudioFile(await readBytes(join(folder, file)));
      return await encoder.embedRecording(samples);
    } catch (error) {
      const plain = toPlainError(error, 'failed', 'It could not be read.');
      problems.push({ sentence: `${join(folder, file)}: ${plain.sentence}` });
      return null;
    }
  };
  return {
    problems,
    async placed(names, controls) {
      const asked = names?.map((name) => ({ name, found: named.find(called(name, folder)) }));
      const lost = asked?.find(({ found }) => found === undefined);
      if (lost)
        throw new PlainError('candidate-missing', `The folder ${folder} has no recording "${lost.name}".`);
      const wanted = asked?.flatMap(({ name, found }) => (found ? [{ ...found, name }] : []));
      const candidates = wanted ?? named.map((one) => ({ ...one, name: one.file }));
      const { recordings, lacking } = underControls(candidates, controls);
      if (lacking.length > 0 && lacking.length === controls.forms?.length)
        throw new PlainError('candidate-missing', 'None of its candidates has a form that --forms names.');
      const placed: Placed[] = [];
      for (const { name, file, form, delivery } of recordings) {
        const known = measured.get(file) ?? measure(file);
        measured.set(file, known);
        const found = await known;
        if (found) placed.push({ ...found, file: name, form, delivery });
      }
      return placed;
    },
  };
}

/** A candidate by its path below the folder, or with the folder before it, with or without its ending. */
function called(name: string, folder: string): (recording: Named) => boolean {
  const slashed = name.replaceAll('\\', '/');
  const start = `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  const path = (slashed.startsWith(start) ? slashed.slice(start.length) : slashed).replace(/^\.\//, '');
  const whole = SOUND.test(path);
  return ({ file }) => (whole ? file === path : file.replace(SOUND, '') === path);
}

/** The forms that `bank.json` gives, corrected by hand perhaps. One that cannot be read is told. */
async function bankEntries(
  file: string,
  problems: { sentence: string }[],
): Promise<ReadonlyMap<string, Pick<Named, 'form' | 'delivery'>>> {
  try {
    const { bank } = parseBankFile(await readText(file));
    return new Map(
      bank.recordings.map((entry) => [entry.file, { form: entry.form, delivery: entry.delivery }]),
    );
  } catch (error) {
    problems.push(toPlainError(error, 'bank-malformed', `${file} cannot be read.`));
    return new Map();
  }
}
