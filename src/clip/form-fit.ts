import type { FormFit } from './bank';

/* The Python twin, with the meaning of each entry, is `training/mhm_training/clips_fit.py`; the bank's golden file ties the two. */
const SHORT_WORDS = 4;
const QUESTION_WORDS = 6;
const QUESTION = new Set(
  'what who where when why how which whose do does did is are can could would will'.split(' '),
);

/** The entries of the vocabulary that fit the partner's last words (normalised, oldest first). */
export function entriesOf(words: readonly string[], windowWords: number): ReadonlySet<string> {
  const last = words.slice(-windowWords);
  const entries = new Set(last);
  const end = last.at(-1);
  if (end !== undefined) entries.add(`$${end}`);
  if (last.length < SHORT_WORDS) entries.add('#short');
  if (last.slice(-QUESTION_WORDS).some((word) => QUESTION.has(word))) entries.add('#question');
  return entries;
}

/** Probability of each form after these words, summing to 1. */
export function formProbabilities(fit: FormFit, words: readonly string[]): ReadonlyMap<string, number> {
  const scores = [...fit.bias];
  for (const entry of entriesOf(words, fit.windowWords))
    for (const [form, weight] of (fit.weights.get(entry) ?? []).entries())
      scores[form] = (scores[form] ?? 0) + weight;
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const sum = shares.reduce((one, other) => one + other, 0);
  return new Map(fit.forms.map((form, index) => [form, (shares[index] ?? 0) / sum]));
}
