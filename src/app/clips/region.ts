import type { Clip } from './state';

/** A mean with how many recordings it rests on; null where none has the measure. */
export interface Mean {
  readonly mean: number;
  readonly count: number;
}

/** What a region of the map holds (Qian and Skantze, section 6: average voiced duration and pitch range), and its mean ratings. */
export interface RegionSummary {
  readonly count: number;
  /** Commonest first. */
  readonly forms: readonly { readonly form: string; readonly count: number }[];
  readonly voicedMs: Mean | null;
  readonly pitchRangeSt: Mean | null;
  readonly pitchHz: Mean | null;
  readonly energy: Mean | null;
  readonly polarity: Mean | null;
  readonly surprisal: Mean | null;
}

/** Sums up some recordings. */
export function summarise(clips: readonly Clip[]): RegionSummary {
  const counts = new Map<string, number>();
  for (const { form } of clips) counts.set(form, (counts.get(form) ?? 0) + 1);
  const mean = (measure: (clip: Clip) => number | null | undefined): Mean | null => {
    const known = clips.map(measure).filter((value) => typeof value === 'number');
    if (known.length === 0) return null;
    return { mean: known.reduce((sum, value) => sum + value, 0) / known.length, count: known.length };
  };
  return {
    count: clips.length,
    forms: [...counts]
      .map(([form, count]) => ({ form, count }))
      .toSorted((one, other) => other.count - one.count || one.form.localeCompare(other.form)),
    voicedMs: mean(({ voicedMs }) => voicedMs),
    pitchRangeSt: mean(({ pitchRangeSt }) => pitchRangeSt),
    pitchHz: mean(({ pitchHz }) => pitchHz),
    energy: mean(({ energy }) => energy),
    polarity: mean(({ polarity }) => polarity),
    surprisal: mean(({ surprisal }) => surprisal),
  };
}
