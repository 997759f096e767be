import type { Turn, Word } from '../flow';
import { normaliseText } from '../shared/text';
import type { Ms } from '../shared/units';

/** Words older than this no longer set the mood. */
const WINDOW_MS: Ms = 15_000;
const WORDS_READ = 30;
const LETTERS_A_WORD = 12;

/** The partner's last words: normalised, and as the recogniser wrote them. */
export interface Said {
  readonly words: readonly string[];
  readonly written: string;
}

/** What the partner said last, by the words' times; by the turns where there are no words with times. */
export function lastSaid(turns: readonly Turn[], words: readonly Word[] = [], tMs: Ms = 0): Said {
  const heard = words
    .slice(-2 * WORDS_READ)
    .filter(({ speaker, endMs }) => speaker === 'you' && endMs > tMs - WINDOW_MS)
    .slice(-WORDS_READ)
    .map(({ text }) => text)
    .join(' ');
  const turn = turns.findLast(({ speaker }) => speaker === 'you')?.text ?? '';
  const text = heard === '' ? turn.slice(-WORDS_READ * LETTERS_A_WORD) : heard;
  return { words: normaliseText(text).split(' ').filter(Boolean), written: text.trim() };
}
