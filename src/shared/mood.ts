const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words that tell good news, as the text normaliser writes them. */
export const GOOD_WORDS = words(
  'great wonderful happy excited won love loved finally proud amazing glad awesome promoted promotion married engaged lucky fun',
);
/** Words that tell bad news. */
export const BAD_WORDS = words(
  'sad bad awful terrible died dead lost hard worried worry worries afraid scared upset cry cried crying sorry broke ' +
    'broken fired lonely angry mad annoyed annoying frustrated frustrating unfair rude hate hated sick hurt hurts pain cancer',
);
const NEGATIONS = words("not no never isn't wasn't don't didn't aren't weren't can't couldn't won't hardly");
/** A negation this many words before turns a mood word round. */
const NEGATION_REACH = 3;

/** Good news above 0, bad news below: the telling words, each half as much for every `halfLife` words since. */
export function moodOf(said: readonly string[], halfLife: number): number {
  let mood = 0;
  for (const [index, word] of said.entries()) {
    const sign = GOOD_WORDS.has(word) ? 1 : BAD_WORDS.has(word) ? -1 : 0;
    if (sign === 0) continue;
    const before = said.slice(Math.max(0, index - NEGATION_REACH), index);
    const turned = before.some((earlier) => NEGATIONS.has(earlier)) ? -sign : sign;
    mood += turned * 0.5 ** ((said.length - 1 - index) / halfLife);
  }
  return mood;
}
