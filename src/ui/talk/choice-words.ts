/** Why a recording was chosen, as the record has it. */
type Why = Readonly<Record<string, unknown>>;

/** The numbers behind a choice, named for a designer; what the record does not have is left out. */
export function choiceRows(why: Why): readonly (readonly [name: string, value: string])[] {
  const ratings = ['energy', 'polarity', 'surprisal'].flatMap((dimension) => {
    const value = why[dimension];
    return typeof value === 'number' ? [`${dimension} ${value.toFixed(1)}`] : [];
  });
  const rows: readonly (readonly [string, string | null])[] = [
    ['Your words sounded like', text(why['mood'])],
    ['Chance of this form', share(why['form_probability'])],
    ['Likeliest forms', text(why['likely_forms'])],
    ['How it sounds', ratings.length > 0 ? ratings.join(', ') : null],
    ['How well that suits, 0 to 1', number(why['affect_fit'])],
    ['Likeness to a fitting form, -1 to 1', number(why['joint_score'])],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** The written utterances that the person's words were most like. */
export function nearestOf(why: Why): readonly { readonly text: string; readonly similarity: number }[] {
  const nearest: unknown = why['nearest'];
  if (!Array.isArray(nearest)) return [];
  return nearest.flatMap((near: unknown) => {
    if (typeof near !== 'object' || near === null) return [];
    const { text: said, similarity } = near as Why;
    return typeof said === 'string' && typeof similarity === 'number' ? [{ text: said, similarity }] : [];
  });
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): string | null => (typeof value === 'number' ? value.toFixed(2) : null);
const share = (value: unknown): string | null =>
  typeof value === 'number' ? `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %` : null;
