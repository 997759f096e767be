import type { Turn } from '../flow';
import { moodOf } from '../shared/mood';
import { normaliseText } from '../shared/text';

/** Words this far back still count, half as much for every `HALF_LIFE_WORDS`. */
const MEMORY_WORDS = 150;
const HALF_LIFE_WORDS = 30;
/** Of a turn that goes on for an hour only the end is looked at. */
const MEMORY_CHARACTERS = 900;

/** What a scripted turn can go by. */
export interface Heard {
  /** How present each of the partner's words is: 1 for the last, less the longer ago. */
  readonly presence: ReadonlyMap<string, number>;
  /** Words of the partner since the listener's last turn. */
  readonly turnWords: number;
  /** The partner's very last words, at most six. */
  readonly lastWords: readonly string[];
  /** The listener has not said a turn yet. */
  readonly first: boolean;
  /** The partner ended with a question. */
  readonly asked: boolean;
  /** Good news above 0, bad news below, by how present the telling words are. */
  readonly mood: number;
}

const QUESTION =
  /^(?:so |and |but |well |okay )*(?:what|where|when|why|who|how|which|do you|did you|are you|were you|have you|can you|could you|would you|will you|should i|is it|is that)\b/;
const RETURNED = /\b(?:what|how) about you$|\band you$|\bdo you think$/;

/** The latest words of a turn. */
const wordsOf = ({ text }: Turn): string[] =>
  normaliseText(text.slice(-MEMORY_CHARACTERS)).split(' ').filter(Boolean);

/** What was heard in the turns so far. */
export function hear(turns: readonly Turn[]): Heard {
  const spoken = turns.map((turn) => (turn.speaker === 'you' ? wordsOf(turn) : []));
  const said = spoken.flat().slice(-MEMORY_WORDS);
  const presence = new Map<string, number>();
  for (const [index, word] of said.entries())
    presence.set(word, 0.5 ** ((said.length - 1 - index) / HALF_LIFE_WORDS));
  const lastListener = turns.findLastIndex(({ speaker }) => speaker === 'listener');
  return {
    presence,
    turnWords: spoken.slice(lastListener + 1).flat().length,
    lastWords: said.slice(-6),
    first: lastListener < 0,
    asked: lastListener < turns.length - 1 && endsWithQuestion(turns.at(-1)?.text ?? ''),
    mood: moodOf(said, HALF_LIFE_WORDS),
  };
}

/** Whether a turn, as a recogniser wrote it, ends with a question. */
export function endsWithQuestion(text: string): boolean {
  const trimmed = text
    .slice(-MEMORY_CHARACTERS)
    .trim()
    .replace(/["'”’)]+$/u, '');
  if (trimmed.endsWith('?')) return true;
  if (/[.!]$/.test(trimmed) && !RETURNED.test(normaliseText(trimmed))) return false;
  const last = normaliseText(trimmed.split(/[.!?]\s/).at(-1) ?? '');
  return QUESTION.test(last) || RETURNED.test(last);
}
