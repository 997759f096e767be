/** What the 18 forms do in a talk, roughly, after Schegloff's continuers and Goodwin's assessments; for finding them, no more. */
const GROUPS = [
  { name: 'Go on', forms: ['mhm', 'mm', 'okay', 'right', 'uh-huh', 'yeah'] },
  { name: 'I agree', forms: ['absolutely', 'definitely', 'exactly', 'sure', 'yep', 'yes'] },
  { name: 'What news', forms: ['ah', 'cool', 'good', 'oh', 'really', 'wow'] },
] as const;
const OTHERS = 'Others';

/** Forms by what they do, in their order; groups without any are left out. */
export function grouped<Item extends { readonly form: string }>(
  items: readonly Item[],
): readonly { readonly name: string; readonly items: readonly Item[] }[] {
  const nameOf = ({ form }: Item): string =>
    GROUPS.find(({ forms }) => (forms as readonly string[]).includes(form))?.name ?? OTHERS;
  return [...GROUPS.map(({ name }) => name), OTHERS]
    .map((name) => ({ name, items: items.filter((item) => nameOf(item) === name) }))
    .filter((group) => group.items.length > 0);
}
