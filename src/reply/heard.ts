import type { Turn } from '../flow';
import { normaliseText } from '../shared/text';

/** Words this far back still count, half as much for every `HALF_LIFE_WORDS`. */
const MEMORY_WORDS = 150;
const HALF_LIFE_WORDS = 30;

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

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
export const GOOD_WORDS = words(
  'great wonderful happy excited won love loved finally proud amazing glad awesome promoted promotion married engaged lucky fun',
);
export const BAD_WORDS = words(
  'sad bad awful terrible died dead lost hard worried worry worries afraid scared upset cry cried crying sorry broke ' +
    'broken fired lonely angry mad annoyed annoying frustrated frustrating unfair rude hate hated sick hurt hurts pain cancer',
);
const NEGATIONS = words("not no never isn't wasn't don't didn't aren't weren't can't couldn't won't hardly");
/** A negation this many words before turns a mood word round. */
const NEGATION_REACH = 3;
const QUESTION =
  /^(?:so |and |but |well |okay )*(?:what|where|when|why|who|how|which|do you|did you|are you|were you|have you|can you|could you|would you|will you|should i|is it|is that)\b/;
const RETURNED = /\b(?:what|how) about you$|\band you$|\bdo you think$/;

/** What was heard in the turns so far. */
export function hear(turns: readonly Turn[]): Heard {
  const said = turns
    .filter(({ speaker }) => speaker === 'you')
    .flatMap(({ text }) => normaliseText(text).split(' '))
    .filter((word) => word !== '')
    .slice(-MEMORY_WORDS);
  const presence = new Map<string, number>();
  let mood = 0;
  for (const [index, word] of said.entries()) {
    const weight = 0.5 ** ((said.length - 1 - index) / HALF_LIFE_WORDS);
    presence.set(word, weight);
    const sign = GOOD_WORDS.has(word) ? 1 : BAD_WORDS.has(word) ? -1 : 0;
    const negated = said
      .slice(Math.max(0, index - NEGATION_REACH), index)
      .some((before) => NEGATIONS.has(before));
    mood += (negated ? -sign : sign) * weight;
  }
  const lastListener = turns.findLastIndex(({ speaker }) => speaker === 'listener');
  const since = turns.slice(lastListener + 1);
  return {
    presence,
    turnWords: since.reduce(
      (sum, { text }) => sum + normaliseText(text).split(' ').filter(Boolean).length,
      0,
    ),
    lastWords: said.slice(-6),
    first: lastListener < 0,
    asked: endsWithQuestion(since.at(-1)?.text ?? ''),
    mood,
  };
}

/** Whether a turn, as a recogniser wrote it, ends with a question. */
export function endsWithQuestion(text: string): boolean {
  const trimmed = text.trim().replace(/["'”’)]+$/u, '');
  if (trimmed.endsWith('?')) return true;
  if (/[.!]$/.test(trimmed) && !RETURNED.test(normaliseText(trimmed))) return false;
  const last = normaliseText(trimmed.split(/[.!?]\s/).at(-1) ?? '');
  return QUESTION.test(last) || RETURNED.test(last);
}
