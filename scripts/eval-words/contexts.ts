import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeAudioFile } from '../../src/mic';
import { normaliseText } from '../../src/shared/text';

/** One recording with what was said in it. */
export interface Context {
  readonly name: string;
  /** Whether it was looked at while the rules were chosen. */
  readonly seen: boolean;
  readonly samples: Float32Array;
  readonly reference: readonly string[];
}

/** Names of the stimulus sets in a folder: those with a `context.flac`. */
export async function contextNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** Reads one stimulus set (`context.flac`, `data.json` with `context_text`), the `index`th of its folder by name. */
export async function readContext(folder: string, name: string, index: number): Promise<Context> {
  const { samples } = await decodeAudioFile(await readFile(join(folder, name, 'context.flac')));
  const { context_text } = JSON.parse(await readFile(join(folder, name, 'data.json'), 'utf8')) as {
    context_text: string;
  };
  return { name, seen: index % 5 === 0 || index % 8 === 0, samples, reference: wordsOf(context_text) };
}

/** A text as the words that are compared. */
export const wordsOf = (text: string): readonly string[] => normaliseText(text).split(' ').filter(Boolean);
