import type { Sayable } from '../app/state';
import type { ClipControls } from '../flow';

/** Forms of a made-up bank, with how many recordings it has of each. */
const COUNTS: Readonly<Record<string, number>> = {
  cool: 11,
  mhm: 18,
  okay: 18,
  'uh-huh': 17,
  wow: 13,
  yeah: 19,
};
const DELIVERIES = ['falling', 'rising', 'soft', 'lively', 'warm', 'short'];

/** What may be said of it under these controls; targets only halve it. */
export function fakeSayable({ forms, energy, polarity, surprisal }: ClipControls): Sayable {
  const all = [...new Set([...Object.keys(COUNTS), ...(forms ?? [])])].toSorted();
  const lacking = forms?.filter((form) => COUNTS[form] === undefined) ?? [];
  const on = (form: string): boolean => forms?.includes(form) ?? true;
  const recordings = all
    .filter(on)
    .flatMap((form) =>
      Array.from(
        { length: COUNTS[form] ?? 0 },
        (_, at) => `${form}, ${DELIVERIES[at % DELIVERIES.length] ?? ''}`,
      ),
    );
  return {
    forms: all.map((form) => ({ form, count: COUNTS[form] ?? 0, on: on(form) })),
    total: Object.values(COUNTS).reduce((sum, count) => sum + count, 0),
    recordings,
    near: [energy, polarity, surprisal].every((target) => target === undefined)
      ? null
      : Math.floor(recordings.length / 2),
    lacking: lacking.length > 0 ? `The bank has no recording of “${lacking.join('”, “')}”.` : null,
  };
}
