import type { Ms } from '../shared/units';

/** Times of one kind of call. */
export interface Timing {
  readonly calls: number;
  readonly medianMs: Ms;
  /** Nineteen calls of twenty were no slower. */
  readonly p95Ms: Ms;
}

/** The value below which `share` of the values lie; NaN of none. */
export function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Median and 95th percentile of times in ms. */
export const timingOf = (ms: readonly Ms[]): Timing => ({
  calls: ms.length,
  medianMs: at(ms, 0.5),
  p95Ms: at(ms, 0.95),
});

/** How long one measurement may go on. */
export interface Effort {
  readonly warmUps: number;
  /** Rounds that are made however long they take, and how many at most. */
  readonly least: number;
  readonly most: number;
  /** No further round begins after this. */
  readonly budgetMs: Ms;
}

/** Quick serves a first look. In WASM the first twenty calls or so are several times slower, until V8 has optimised their code. */
export const EFFORTS = {
  quick: { warmUps: 20, least: 3, most: 20, budgetMs: 1_000 },
  thorough: { warmUps: 20, least: 11, most: 100, budgetMs: 20_000 },
} as const satisfies Readonly<Record<string, Effort>>;
export type EffortName = keyof typeof EFFORTS;

/** Whether another warm-up round is worth it: a fifth of the time may go to them, but two are always made. */
export const warmsUp = (effort: Effort, rounds: number, spentMs: Ms): boolean =>
  rounds < Math.min(2, effort.warmUps) || (rounds < effort.warmUps && spentMs < effort.budgetMs / 5);

/** Whether another round is measured. */
export const goesOn = (effort: Effort, rounds: number, spentMs: Ms): boolean =>
  rounds < effort.least || (rounds < effort.most && spentMs < effort.budgetMs);
