import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { AFFECT } from '../flow';
import type { ClipControls, Dials } from '../flow';
import { checkDials, DEFAULT_DIALS, lackingWords, underControls } from '../pipeline';
import { PlainError, toPlainError } from '../shared/plain-error';

/** Arguments by `node:util`'s rules. Throws a `PlainError` (`bad-arguments`) for unknown or incomplete ones. */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.split('. ')[0] : '';
    throw new PlainError('bad-arguments', `The arguments cannot be used: ${message}.`, 'See: mhm help.', {
      cause: error,
    });
  }
}

/** The one file a command works on. */
export function oneFile(positionals: readonly string[], command: string): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new PlainError('bad-arguments', `${command} takes exactly one file.`, 'See: mhm help.');
  return file;
}

/** `BC,TC`, `mirror`, or nothing for the defaults. */
export function readDials(text: string | undefined): { readonly dials: Dials; readonly mirror: boolean } {
  if (text === undefined) return { dials: DEFAULT_DIALS, mirror: false };
  if (text === 'mirror') return { dials: DEFAULT_DIALS, mirror: true };
  const [bc, tc, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (bc === undefined || tc === undefined || more.length > 0)
    throw new PlainError('bad-arguments', '--dials takes two numbers, such as 0.5,0.2, or the word mirror.');
  return { dials: checkDials({ bc, tc }), mirror: false };
}

/** The designer's controls, as options. */
export const CONTROL_OPTIONS = {
  forms: { type: 'string' },
  energy: { type: 'string' },
  polarity: { type: 'string' },
  surprisal: { type: 'string' },
} as const;

/** `--forms mhm,yeah --energy 3.5 …`. Throws a `PlainError` (`controls-unusable`). */
export function readControls(
  values: Readonly<Partial<Record<keyof typeof CONTROL_OPTIONS, string>>>,
): ClipControls {
  const forms = values.forms?.split(',').map((form) => form.trim().toLowerCase());
  if (forms?.some((form) => form === ''))
    throw unusable('--forms takes forms with commas between them, such as mhm,yeah.');
  const targets = AFFECT.flatMap((dimension) => {
    const text = values[dimension];
    if (text === undefined) return [];
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= 1 && value <= 5)) throw unusable(`--${dimension} takes a number from 1 to 5.`);
    return [[dimension, value] as const];
  });
  return { ...(forms && { forms: [...new Set(forms)] }), ...Object.fromEntries(targets) };
}

/**
 * What a bank lacks of what is asked for, as a sentence, or null.
 * Throws a `PlainError` (`controls-unusable`) where it has none of the forms: a wish must not be passed over in silence.
 */
export function checkControls(
  controls: ClipControls,
  recordings: readonly { readonly form: string }[],
): string | null {
  const { lacking } = underControls(recordings, controls);
  if (lacking.length > 0 && lacking.length === controls.forms?.length) {
    const present = [...new Set(recordings.map(({ form }) => form))].toSorted();
    throw unusable(`None of the recordings has a form that --forms names; there are ${present.join(', ')}.`);
  }
  return lackingWords(controls, lacking);
}

const unusable = (sentence: string): PlainError => new PlainError('controls-unusable', sentence);

/** Numbers with commas between them, or `standard` for nothing. */
export function readNumbers(
  text: string | undefined,
  name: string,
  standard: readonly number[],
): readonly number[] {
  if (text === undefined) return standard;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.every((number) => !Number.isNaN(number))) return numbers;
  throw new PlainError('bad-arguments', `--${name} takes numbers with commas between them, such as 0.1,0.5.`);
}

/** A whole number from `low` on. */
export function readCount(text: string | undefined, name: string, low = 0): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= low) return value;
  throw new PlainError('bad-arguments', `--${name} takes a whole number from ${low} on.`);
}

/** Which set of packs, as options. */
export const PACK_OPTIONS = { pack: { type: 'string' }, models: { type: 'string' } } as const;

/** Where the full set is built to. */
const FULL_FOLDER = fileURLToPath(new URL('../../models-full/', import.meta.url));

/** The folder of the full set for `--pack full`, with `--models DIR`; null for the small set. */
export function readFullFolder(
  values: Readonly<Partial<Record<keyof typeof PACK_OPTIONS, string>>>,
): string | null {
  if (values.pack === 'full') return values.models ?? FULL_FOLDER;
  if (values.pack !== undefined && values.pack !== 'small')
    throw new PlainError(
      'pack-missing',
      `There is no set of packs "${values.pack}".`,
      'Use --pack small or --pack full.',
    );
  if (values.models === undefined) return null;
  throw new PlainError(
    'bad-arguments',
    '--models names the folder of the full set, which --pack full chooses.',
    'Give both, or neither.',
  );
}

/** The bytes of a file. Throws a `PlainError` (`file-missing`, `file-unreadable`). */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing
      ? new PlainError('file-missing', `There is no file ${file}.`)
      : toPlainError(
          error,
          'file-unreadable',
          `The file ${file} cannot be read.`,
          'Check that it is a file you may read.',
        );
  }
}

/** The text of a file in UTF-8. */
export const readText = async (file: string): Promise<string> =>
  new TextDecoder().decode(await readBytes(file));

/** The paths of everything below a folder, with forward slashes, in order. Throws a `PlainError` (`folder-missing`). */
export async function pathsBelow(folder: string): Promise<readonly string[]> {
  try {
    const paths = await readdir(folder, { recursive: true });
    return paths.map((path) => path.replaceAll('\\', '/')).toSorted();
  } catch (error) {
    throw new PlainError(
      'folder-missing',
      `The folder ${folder} cannot be read.`,
      'Check that it is a folder of recordings.',
      { cause: error },
    );
  }
}
