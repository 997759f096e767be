import * as v from 'valibot';
import type { Unit } from './units';

/**
 * What is on disk and known to be right, as lines of JSON that are only ever appended: a crash costs the last line at most.
 * `files` says which files are wanted; the last such line holds. `have` bytes of a unit were written but not yet verified;
 * `have` null means that the whole unit was.
 */
const line = v.union([
  v.object({ format: v.literal(1), files: v.array(v.string()) }),
  v.object({ file: v.string(), at: v.number(), sha256: v.string(), have: v.nullable(v.number()) }),
]);

/** What a pack's ledger says. */
export interface Ledger {
  readonly files: readonly string[];
  /** Bytes of a unit that are on disk; they are verified when `verified`. */
  of(unit: Unit): { readonly have: number; readonly verified: boolean };
}

/** Reads a ledger; a line that is cut off or spoilt says nothing. */
export function parseLedger(text: string): Ledger {
  let files: readonly string[] = [];
  const known = new Map<string, number | null>();
  for (const json of text.split('\n')) {
    const read = v.safeParse(line, parsed(json));
    if (!read.success) continue;
    if ('files' in read.output) files = read.output.files;
    else known.set(keyOf(read.output), read.output.have);
  }
  return {
    files,
    of(unit) {
      const have = known.get(keyOf(unit));
      if (have === null) return { have: unit.bytes, verified: true };
      return { have: Math.min(unit.bytes, Math.max(0, have ?? 0)), verified: false };
    },
  };
}

/** The line that says which files are wanted. */
export const filesLine = (files: readonly string[]): string => `${JSON.stringify({ format: 1, files })}\n`;

/** The line that says how much of a unit is on disk; `have` null: all of it, and its checksum was right. */
export const unitLine = ({ file, at, sha256 }: Unit, have: number | null): string =>
  `${JSON.stringify({ file, at, sha256, have })}\n`;

const keyOf = ({ file, at, sha256 }: Pick<Unit, 'file' | 'at' | 'sha256'>): string =>
  `${at} ${sha256} ${file}`;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
