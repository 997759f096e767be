const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words that tell good news, as the text normaliser writes them. */
export const GOOD_WORDS = words(
  'great wonderful happy excited won love loved finally proud amazing glad awesome promoted promotion married engaged lucky fun ' +
    'fantastic brilliant excellent perfect delighted thrilled exciting win winning award prize accepted graduated graduation ' +
    'scholarship celebrate celebrated celebrating honeymoon recovered remission incredible fabulous blessed relieved hilarious ' +
    'bonus gorgeous',
);
/** Words that tell bad news. */
export const BAD_WORDS = words(
  'sad bad awful terrible died dead lost hard worried worry worries afraid scared upset cry cried crying sorry broke ' +
    'broken fired lonely angry mad annoyed annoying frustrated frustrating unfair rude hate hated sick hurt hurts pain cancer ' +
    'die dies dying death funeral grief grieving mourning killed murdered suicide hospice tumor tumour stroke diagnosed ' +
    'diagnosis dementia chemo chemotherapy miscarriage stillborn coma paralysed paralyzed ill illness injured injury painful ' +
    'surgery hospital accident crash crashed wrecked divorce divorced divorcing unemployed evicted eviction bankrupt debt ' +
    'robbed stolen stole mugged attacked abused bullied assaulted cheated betrayed dumped rejected failed failing flunked ' +
    'flooded destroyed ruined disaster tragedy tragic horrible dreadful worst worse nightmare miserable depressed depression ' +
    'depressing anxious anxiety terrified frightened sadly unfortunately devastated devastating heartbroken heartbreaking ' +
    'tears sobbing furious ashamed humiliated guilty regret suffering suffered suffers struggling arrested jail prison ' +
    'homeless burned panic denied flood totaled overdose relapsed alcoholic threatened',
);
/** What only several words tell; they outweigh what one of their words would tell alone. */
const GOOD_PHRASES = words(
  'got-in got-into-college got-into-medical got-into-law got-the-job got-accepted got-a-raise said-yes paid-off all-clear cancer-free having-a-baby having-twins ' +
    'passed-my passed-the-exam passed-the-test passed-all came-true',
);
const BAD_PHRASES = words(
  'passed-away put-down put-him-down put-her-down put-them-down put-to-sleep laid-off let-go let-me-go let-him-go let-her-go ' +
    'broke-up split-up left-me walked-out fell-through fell-apart went-under turned-me-down kicked-out in-hospital ' +
    "kicked-me-out didn't-make-it did-not-make-it didn't-survive didn't-get-the didn't-get-in won't-make-it " +
    'weeks-to-live months-to-live ' +
    "can't-afford couldn't-afford couldn't-save is-gone hit-by stage-three stage-four " +
    'miss-her miss-him miss-them so-tired marriage-is-over nothing-they-could life-support intensive-care emergency-room heart-attack ' +
    'hung-up-on burned-down burnt-down all-gone out-of-work',
);
const PHRASE_WEIGHT = 2;
const LONGEST_PHRASE = 3;
/** Words that tell little alone. */
const WEAK_WORDS = words('finally hard fun love loved hospital surgery bad');
const WEAK = 0.5;
const NEGATIONS = words("not no never isn't wasn't don't didn't aren't weren't can't couldn't won't hardly");
/** A negation this many words before turns a mood word round, by half: what is not sad is not glad yet. */
const NEGATION_REACH = 3;
const TURNED = -0.5;

/** What is told, good and bad apart: the telling words, each half as much for every `halfLife` words since. */
export function moodsOf(
  said: readonly string[],
  halfLife: number,
): { readonly good: number; readonly bad: number } {
  let good = 0;
  let bad = 0;
  for (const index of said.keys()) {
    const value = tellingAt(said, index) * 0.5 ** ((said.length - 1 - index) / halfLife);
    if (value > 0) good += value;
    else bad -= value;
  }
  return { good, bad };
}

/** Good news above 0, bad news below. */
export function moodOf(said: readonly string[], halfLife: number): number {
  const { good, bad } = moodsOf(said, halfLife);
  return good - bad;
}

/** What the word at `index`, with those before it, tells. */
function tellingAt(said: readonly string[], index: number): number {
  for (let size = 2; size <= LONGEST_PHRASE; size++) {
    const phrase = said.slice(Math.max(0, index + 1 - size), index + 1).join('-');
    if (BAD_PHRASES.has(phrase)) return -PHRASE_WEIGHT;
    if (GOOD_PHRASES.has(phrase)) return PHRASE_WEIGHT;
  }
  const word = said[index] ?? '';
  const sign = GOOD_WORDS.has(word) ? 1 : BAD_WORDS.has(word) ? -1 : 0;
  if (sign === 0) return 0;
  const before = said.slice(Math.max(0, index - NEGATION_REACH), index);
  // "I've never been so happy" turns nothing round.
  const turned =
    before.some((earlier) => NEGATIONS.has(earlier)) && !/\bnever\b.*\bso\b/u.test(before.join(' '));
  return sign * (WEAK_WORDS.has(word) ? WEAK : 1) * (turned ? TURNED : 1);
}
