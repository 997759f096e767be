import * as v from 'valibot';
import type { Turn } from '../flow';

/** One question: a context, and which recordings may answer it. */
export interface ChooseLine {
  readonly id: string | number;
  readonly turns: readonly Turn[];
  readonly audio: string | null;
  /** How many of the best are wanted; null: all. */
  readonly k: number | null;
  /** Only these files, by the names that the folder gives them; null: all. */
  readonly candidates: readonly string[] | null;
}

const line = v.pipe(
  v.looseObject({
    id: v.union([v.string(), v.number()]),
    text: v.nullish(v.string()),
    turns: v.nullish(
      v.pipe(
        v.array(v.looseObject({ speaker: v.picklist(['you', 'listener']), text: v.string() })),
        v.minLength(1),
      ),
    ),
    audio: v.nullish(v.string()),
    k: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))),
    candidates: v.nullish(v.pipe(v.array(v.string()), v.minLength(1))),
  }),
  v.check(({ text, turns }) => typeof text === 'string' || Array.isArray(turns), 'text or turns are missing'),
);

/** Reads JSON lines. A bad line gives a sentence with its number; the others are read. */
export function readChooseLines(content: string): {
  readonly lines: readonly (ChooseLine & { readonly number: number })[];
  readonly problems: readonly { readonly sentence: string }[];
} {
  const lines: (ChooseLine & { number: number })[] = [];
  const problems: { sentence: string }[] = [];
  for (const [index, row] of content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (row.trim() === '') continue;
    const number = index + 1;
    const read = v.safeParse(line, parsed(row));
    if (!read.success) {
      const path = v.getDotPath(read.issues[0]);
      const what = path === null ? 'it is no object with id and text or turns' : `"${path}" is wrong`;
      problems.push({ sentence: `Line ${number} cannot be used: ${what}.` });
      continue;
    }
    const { id, text, turns, audio, k, candidates } = read.output;
    const spoken = turns?.map(({ speaker, text: said }): Turn => ({ speaker, text: said }));
    lines.push({
      number,
      id,
      turns: spoken ?? [{ speaker: 'you', text: text ?? '' }],
      audio: audio ?? null,
      k: k ?? null,
      candidates: candidates ?? null,
    });
  }
  return { lines, problems };
}

function parsed(row: string): unknown {
  try {
    return JSON.parse(row) as unknown;
  } catch {
    return null;
  }
}
