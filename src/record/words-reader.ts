import * as v from 'valibot';
import type { Party, Word } from '../flow';
import { inOrder, problemAt, readJsonLines, type LineProblem } from './lines';
import { complaint } from './schema';

/** Overlap with the previous word of the same speaker that aligners produce; more is a fault of the file. */
const MAX_OVERLAP_S = 0.5;
/** A day: later times are another unit, most likely ms. */
const MAX_S = 86_400;

const seconds = v.pipe(
  v.number('must be a number of seconds'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(MAX_S, 'must be in seconds, and under a day'),
);
const text = v.pipe(v.string('must be a text'), v.regex(/\S/u, 'must not be empty'));
const party = v.picklist(['you', 'listener'], 'must be "you" or "listener"');

const wordLine = v.looseObject(
  { text, start: seconds, end: seconds, heard: v.nullish(seconds), speaker: v.optional(party, 'you') },
  'must be an object with "text", "start" and "end"',
);

/** Seconds as ms without the dust of binary fractions. */
export const toMs = (s: number): number => Math.round(s * 1e6) / 1e3;

/**
 * Reads a `.words.jsonl`: `{"text","start","end","heard"?,"speaker"?}` a line, in seconds. Lines that cannot be used are left
 * out with a sentence each: malformed ones, words that end before they start or are heard before they end, and words out of
 * order or overlapping within one speaker.
 */
export function readWordsJsonl(textOfFile: string): { words: Word[]; problems: LineProblem[] } {
  const { lines, problems } = readJsonLines(textOfFile);
  const words: Word[] = [];
  const last = new Map<Party, Word>();
  for (const { line, value } of lines) {
    const read = v.safeParse(wordLine, value);
    if (!read.success) {
      problems.push(problemAt(line, `the word cannot be used: ${complaint(read.issues)}`));
      continue;
    }
    const { start, end, heard, speaker } = read.output;
    const word: Word = {
      text: read.output.text,
      startMs: toMs(start),
      endMs: toMs(end),
      heardMs: toMs(heard ?? end),
      speaker,
    };
    const fault = timeFault(word, last.get(speaker));
    if (fault !== null) {
      problems.push(problemAt(line, fault));
      continue;
    }
    last.set(speaker, word);
    words.push(word);
  }
  if (words.length === 0 && problems.length === 0)
    problems.push({ line: 1, sentence: 'The file has no words.' });
  return { words, problems: inOrder(problems) };
}

/** What is wrong with a word's times, given the same speaker's previous word; null when nothing is. */
export function timeFault(word: Word, previous: Word | undefined): string | null {
  if (word.endMs < word.startMs) return 'the word ends before it starts';
  if (word.heardMs < word.endMs) return 'the word is heard before it ends';
  if (previous === undefined) return null;
  if (word.startMs < previous.startMs || word.endMs < previous.endMs)
    return 'the word is out of order: it comes before the previous word of the same speaker';
  if (word.startMs < previous.endMs - MAX_OVERLAP_S * 1000)
    return 'the word overlaps the previous word of the same speaker';
  return null;
}
