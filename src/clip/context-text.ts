import type { Turn } from '../flow';
import { normaliseText } from '../shared/text';

/* The Python twin, with the meaning of each kind of entry, is `training/mhm_training/joint_text.py`; golden files tie the two. */

const TURNS = 5;
const WORDS = 60;
const NEAR_WORDS = 6;
const LISTENER_WORDS = 12;
const RECENT_WORDS = 12;
const SHORT_WORDS = [3, 8, 20, 45];
/** A normalised word is never longer; more text than this cannot matter. */
const LONGEST_TEXT = 4000;
const KINDS = '~$^<>#@';
const FEW_WORDS = 4;
const QUESTION_REACH = 6;
const QUESTION = new Set(
  'what who where when why how which whose do does did is are can could would will'.split(' '),
);

/** How much each form gains by single entries of a context: [entries, forms] in 8 bits, a scale for each form. */
export interface ContextTable {
  readonly rows: ReadonlyMap<string, number>;
  readonly weights: Int8Array;
  readonly scale: readonly number[];
}

/** The entries of the table that a context has. Only the last five turns count. */
export function contextEntries(turns: readonly Turn[]): readonly string[] {
  const read = turns.slice(-TURNS).map(({ speaker, text }) => ({ speaker, words: wordsOf(text) }));
  const last = read.findLastIndex(({ speaker }) => speaker === 'you');
  const words = read[last]?.words.slice(-WORDS) ?? [];
  const before = read.slice(0, Math.max(0, last));
  const said = (speaker: Turn['speaker'], sign: string): readonly string[] =>
    (before.findLast((turn) => turn.speaker === speaker)?.words ?? [])
      .slice(-LISTENER_WORDS)
      .map((word) => sign + word);
  return [
    ...words,
    ...words.slice(1).map((word, index) => `~${words[index] ?? ''} ${word}`),
    ...words.slice(-NEAR_WORDS).map((word) => `^${word}`),
    ...words.slice(-1).map((word) => `$${word}`),
    `#${SHORT_WORDS.filter((edge) => words.length > edge).length}`,
    ...recentEntries(words),
    ...said('listener', '<'),
    ...said('you', '>'),
  ];
}

/** The last words as a set, whether they are few, and whether a question word is near the end. */
function recentEntries(words: readonly string[]): readonly string[] {
  const recent = words.slice(-RECENT_WORDS);
  const entries = new Set(recent);
  if (recent.length < FEW_WORDS) entries.add('short');
  if (recent.slice(-QUESTION_REACH).some((word) => QUESTION.has(word))) entries.add('question');
  return [...entries].map((entry) => `@${entry}`);
}

/** How much each form gains by the context, in natural logs: its log probability against its frequency, up to a constant. */
export function contextGains(table: ContextTable, turns: readonly Turn[]): readonly number[] {
  const known = contextEntries(turns).flatMap((entry) => {
    const row = table.rows.get(entry);
    return row === undefined ? [] : [{ row, kind: kindOf(entry) }];
  });
  const counts = new Map<string, number>();
  for (const { kind } of known) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const size = table.scale.length;
  const gains = table.scale.map(() => 0);
  for (const { row, kind } of known) {
    const weight = kind === '@' ? 1 : 1 / Math.sqrt(counts.get(kind) ?? 1);
    for (const [form, scale] of table.scale.entries())
      gains[form] = (gains[form] ?? 0) + weight * scale * (table.weights[row * size + form] ?? 0);
  }
  return gains;
}

const kindOf = (entry: string): string => (KINDS.includes(entry.charAt(0)) ? entry.charAt(0) : '');

const wordsOf = (text: string): readonly string[] =>
  normaliseText(text.slice(-LONGEST_TEXT)).split(' ').filter(Boolean);
