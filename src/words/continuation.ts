import type { Ms } from '../shared/units';
import { plain } from './agreement';
import type { HeardWord } from './hypothesis';

/** A word that has been emitted, with times on the hypothesis' clock. */
export type SettledWord = Pick<HeardWord, 'text' | 'startMs' | 'endMs'>;

/** What one word too many, too few or different weighs against a difference in time. */
const EDIT_COST = 0.5;
/** How far apart two starts of the same word may be before it costs as much as two edits. */
const TIME_SCALE_MS: Ms = 150;
/** Where a word before the first one is taken to start, at the latest. */
const BEFORE_MS: Ms = 200;

/**
 * How many of a hypothesis' first words are the settled ones again, so that each word is emitted once though a pass may now see
 * some of them differently: the count at which text and time differ least.
 */
export function repeatedCount(settled: readonly SettledWord[], words: readonly SettledWord[]): number {
  const last = settled.at(-1);
  if (last === undefined) return 0;
  const edits = editsToPrefixes(
    settled.map(({ text }) => plain(text)),
    words.map(({ text }) => plain(text)),
  );
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [count, edit] of edits.entries()) {
    // Starts, because the end of a word before a pause moves as the pause grows. Nothing repeated: it would lie before all.
    const startMs = words[count - 1]?.startMs ?? Math.min(0, last.startMs - BEFORE_MS);
    const cost = EDIT_COST * edit + Math.abs(startMs - last.startMs) / TIME_SCALE_MS;
    if (cost < least) [best, least] = [count, cost];
  }
  return best;
}

/** Edit distances from all of `a` to the first 0, 1, 2… of `b`. */
export function editsToPrefixes(a: readonly string[], b: readonly string[]): readonly number[] {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, word] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (word === other ? 0 : 1)),
      );
    row = next;
  }
  return row;
}
