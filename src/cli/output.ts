import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlainError, toPlainError } from '../shared/plain-error';

/** One JSON line on stdout. */
export const printLine = (line: unknown): void => {
  process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
};

/** Problems on stderr, a sentence a line; the exit code they make. */
export function reportProblems(problems: readonly { readonly sentence: string }[]): number {
  for (const { sentence } of problems) console.error(sentence);
  return problems.length > 0 ? 2 : 0;
}

/** Seconds with three decimals, as the command line's times are. */
export const seconds = (ms: number): number => Math.round(ms) / 1000;

/** Writes a file whole or not at all. Throws a `PlainError` (`disk-full`, `save-failed`). */
export async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name);
  const unfinished = `${path}.unfinished`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const full =
      error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    throw full
      ? new PlainError(
          'disk-full',
          `${path} could not be written: the disk is full.`,
          'Free some space and run it again.',
        )
      : toPlainError(
          error,
          'save-failed',
          `${path} could not be written.`,
          'Check that you may write there.',
        );
  }
}
