import { goesOn, timingOf, warmsUp } from './statistics';
import type { Effort, Timing } from './statistics';

/** One kind of call to be timed. */
export interface Work<Name extends string> {
  readonly name: Name;
  call(): Promise<void>;
}

/**
 * Times several kinds of calls in turns, each once a round, so that whatever else slows the machine meanwhile slows all of them
 * alike and their ratios hold. `onShare` hears how much of the effort is spent, 0..1.
 */
export async function timeRounds<Name extends string>(
  works: readonly Work<Name>[],
  effort: Effort,
  now: () => number,
  onShare: (share: number) => void = () => undefined,
): Promise<readonly { readonly name: Name; readonly timing: Timing }[]> {
  const warmFromMs = now();
  for (let round = 0; warmsUp(effort, round, now() - warmFromMs); round++)
    for (const work of works) await work.call();
  const times = works.map((): number[] => []);
  const fromMs = now();
  for (let round = 0; goesOn(effort, round, now() - fromMs); round++) {
    for (const [index, work] of works.entries()) {
      const startMs = now();
      await work.call();
      times[index]?.push(now() - startMs);
    }
    onShare(Math.min(1, Math.max((round + 1) / effort.most, (now() - fromMs) / effort.budgetMs)));
  }
  return works.map(({ name }, index) => ({ name, timing: timingOf(times[index] ?? []) }));
}
