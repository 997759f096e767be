import * as v from 'valibot';
import type { Condition, Party, Word } from '../flow';
import { inOrder, problemAt, readJsonLines, type LineProblem } from './lines';
import { complaint } from './schema';
import { timeFault, toMs } from './words-reader';

/** One question of the command line's `decide`. */
export interface DecisionWindow {
  readonly line: number;
  /** As it was given. */
  readonly id: string | number;
  /** Both speakers' words, in order within each. */
  readonly words: readonly Word[];
  readonly condition: Condition;
}

const finite = v.pipe(v.number('must be a number'), v.finite('must be a finite number'));
const dial = v.pipe(finite, v.minValue(0, 'must be 0 to 1'), v.maxValue(1, 'must be 0 to 1'));
const ms = v.pipe(finite, v.minValue(0, 'must not be negative'));

const windowLine = v.looseObject(
  {
    id: v.union([v.string(), v.number()], 'must be a text or a number'),
    words: v.array(v.unknown(), 'must be a list of words'),
    bc: dial,
    tc: dial,
    silence_ms: ms,
    since_backchannel_ms: v.nullish(ms, null),
    since_turn_ms: v.nullish(ms, null),
  },
  'must be an object with "id", "words", "bc", "tc" and "silence_ms"',
);

/** Reads the lines of `decide`; a line that cannot be used gives a sentence and the others are still answered. */
export function readWindowsJsonl(text: string): { windows: DecisionWindow[]; problems: LineProblem[] } {
  const { lines, problems } = readJsonLines(text);
  const windows: DecisionWindow[] = [];
  for (const { line, value } of lines) {
    const read = v.safeParse(windowLine, value);
    if (!read.success) {
      problems.push(problemAt(line, `the window cannot be used: ${complaint(read.issues)}`));
      continue;
    }
    const { id, words, bc, tc, silence_ms, since_backchannel_ms, since_turn_ms } = read.output;
    const wordsOrFault = readWords(words);
    if (typeof wordsOrFault === 'string') {
      problems.push(problemAt(line, wordsOrFault));
      continue;
    }
    const condition: Condition = {
      dials: { bc, tc },
      silenceMs: silence_ms,
      sinceTurnMs: since_turn_ms,
      sinceBackchannelMs: since_backchannel_ms,
    };
    windows.push({ line, id, words: wordsOrFault, condition });
  }
  return { windows, problems: inOrder(problems) };
}

function readWords(given: readonly unknown[]): Word[] | string {
  const words: Word[] = [];
  const last = new Map<Party, Word>();
  for (const [index, item] of given.entries()) {
    const word = readWord(item);
    const fault = typeof word === 'string' ? word : timeFault(word, last.get(word.speaker));
    if (typeof word === 'string' || fault !== null) return `word ${index + 1} cannot be used: ${fault ?? ''}`;
    last.set(word.speaker, word);
    words.push(word);
  }
  if (!last.has('you')) return 'the window has no word of the partner ("you")';
  return words;
}

function readWord(item: unknown): Word | string {
  if (!Array.isArray(item) || item.length < 3 || item.length > 4)
    return 'it must be [start_s, end_s, text, "you" or "listener"]';
  const [start, end, text, speaker = 'you'] = item as readonly unknown[];
  if (!isSecond(start) || !isSecond(end)) return 'its times must be seconds, not negative';
  if (typeof text !== 'string' || text.trim() === '') return 'its text must not be empty';
  if (speaker !== 'you' && speaker !== 'listener') return 'its speaker must be "you" or "listener"';
  return { text, startMs: toMs(start), endMs: toMs(end), heardMs: toMs(end), speaker };
}

const isSecond = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
