import type { Random } from './random';

/** One of the items, by chance in proportion to its weight; null when none has any. Weights are not negative. */
export function pickWeighted<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  random: Random,
): Item | null {
  const weighted = items.map((item) => ({ item, weight: weightOf(item) })).filter(({ weight }) => weight > 0);
  let left = random() * weighted.reduce((sum, { weight }) => sum + weight, 0);
  for (const { item, weight } of weighted) {
    left -= weight;
    if (left < 0) return item;
  }
  // Rounding may leave a little over.
  return weighted.at(-1)?.item ?? null;
}
