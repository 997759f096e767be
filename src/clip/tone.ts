import { moodsOf } from '../shared/mood';
import { normaliseText } from '../shared/text';

/** What the partner has just told, as far as it bears on the tone of an answer. */
export type Mood = 'good news' | 'bad news' | 'question' | 'plain';

/** Mood words fade within a few sentences: sympathy is still owed a while after bad news. */
const HALF_LIFE_WORDS = 12;
/** Less than about one telling word in the last 18 is no mood. */
const MOOD_MIN = 0.35;
/** Where both are told the answer goes by the bad, unless the good outweighs it so many times. */
const OUTWEIGHED = 3;
const EXCLAIMED = 0.5;
const QUESTION_WORDS = 20;
const ASKING =
  /^(?:(?:and|so|but|well|or) )?(?:do|did|have|would|could|can|are|were|will|should|what|what's|why|how|where|who|when|which)(?: \S+){0,4} you\b/u;

/** The mood of the partner's last words (normalised, and as the recogniser wrote them). */
export function moodAfter(words: readonly string[], written: string): Mood {
  const { good, bad } = moodsOf(words, HALF_LIFE_WORDS);
  if (bad >= MOOD_MIN && OUTWEIGHED * bad >= good) return 'bad news';
  if (asks(written)) return 'question';
  return good + (written.endsWith('!') ? EXCLAIMED : 0) >= MOOD_MIN ? 'good news' : 'plain';
}

function asks(written: string): boolean {
  if (written.endsWith('?')) return true;
  if (/[.!]$/u.test(written)) return false;
  const last = written.split(/[.!?] /u).at(-1) ?? '';
  return ASKING.test(normaliseText(last).split(' ').slice(-QUESTION_WORDS).join(' '));
}

type Weights = Readonly<Record<string, number>>;
/**
 * How much a form suits a mood, beyond what the context says of it; 1 where none is given, 0 where it would hurt. Ours, set by
 * hand (docs/decisions/011-rank-by-form-then-tone.md says why not fitted).
 */
const FORMS: Readonly<Record<Mood, Weights>> = {
  'bad news': {
    absolutely: 0,
    cool: 0,
    definitely: 0,
    exactly: 0.1,
    good: 0,
    'uh-huh': 0.5,
    okay: 0.4,
    really: 0.4,
    sure: 0.1,
    wow: 0,
    yep: 0.1,
    yes: 0.4,
    oh: 2,
    mm: 2,
  },
  'good news': {
    wow: 3,
    cool: 3,
    oh: 1.5,
    really: 1.5,
    good: 1.5,
    sure: 0.3,
    okay: 0.6,
    mm: 0.4,
    mhm: 0.4,
    'uh-huh': 0.3,
  },
  question: { wow: 0, cool: 0, good: 0, really: 0.2, oh: 0.4 },
  // Bad news is not always told in words that are known as such.
  plain: { wow: 0.3, cool: 0.3, good: 0.5 },
};

/** How much a form suits a mood. A form of another name goes by what its words tell. */
export function toneOf(form: string, mood: Mood): number {
  const known = FORMS[mood][form];
  if (known !== undefined) return known;
  const own = moodsOf(normaliseText(form).split(' '), HALF_LIFE_WORDS);
  return (mood === 'bad news' && own.good > 0) || (mood !== 'bad news' && own.bad > 0) ? 0 : 1;
}
