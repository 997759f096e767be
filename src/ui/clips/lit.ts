import type { Clip, Ranked } from '../../app/clips/state';

/** How many recordings light up for a sentence, and how many of one form: a choice shows several ways to answer. */
const LIT = 10;
const OF_A_FORM = 3;

/** The best recordings of a ranking, best first: of each form only its best, as long as there are others. */
export function litOf(ranking: readonly Ranked[], clips: readonly Clip[]): readonly Ranked[] {
  const forms = new Map(clips.map(({ file, label }) => [file, label]));
  const counts = new Map<string, number>();
  const chosen: Ranked[] = [];
  const spare: Ranked[] = [];
  for (const ranked of ranking) {
    if (chosen.length === LIT) break;
    const form = forms.get(ranked.file) ?? '';
    const count = counts.get(form) ?? 0;
    counts.set(form, count + 1);
    (count < OF_A_FORM ? chosen : spare).push(ranked);
  }
  const lit = new Set([...chosen, ...spare.slice(0, LIT - chosen.length)]);
  return ranking.filter((ranked) => lit.has(ranked));
}
