import { expect, it } from 'vitest';
import type { HeadMeta } from '../decision';
import type { RecordEvent } from '../record';
import { createMirrorTracker } from './mirror-tracker';

const rates = { dial: [0], corpus: [0], simulated: [0], low: [0], high: [0] };
const META: Pick<HeadMeta, 'dials'> = {
  dials: {
    c_bc: {
      quantiles: Array.from({ length: 101 }, (_, at) => at / 1000),
      rate_per_min: rates,
      late_rate_per_min: rates,
    },
    c_tc: {
      quantiles: Array.from({ length: 101 }, (_, at) => at / 100),
      rate_per_min: rates,
      late_rate_per_min: rates,
    },
  },
};

const word = (text: string, startMs: number, endMs: number): RecordEvent => ({
  kind: 'word',
  t_ms: endMs,
  text,
  start_ms: startMs,
  end_ms: endMs,
  speaker: 'you',
});

/** Ten rounds: the listener speaks for six seconds, then the person says four words in six. */
function session(hum: boolean): RecordEvent[] {
  return Array.from({ length: 10 }, (_, round): RecordEvent[] => {
    const from = round * 14_000;
    const id = `turn-${round}`;
    return [
      { kind: 'cue', t_ms: from, action: 'turn_claim', id, file: null, form: null, gain_db: 0, why: {} },
      ...(hum ? [word('Mm-hmm.', from + 3000, from + 3400)] : []),
      { kind: 'played', t_ms: from, id, start_ms: from, end_ms: from + 6000 },
      ...['And', 'then', 'we', 'left.'].map((text, at) =>
        word(text, from + 7500 + at * 1000, from + 7900 + at * 1000),
      ),
    ];
  }).flat();
}

it('tells a person who nods along, and counts words rather than the pauses between them as speech', () => {
  const estimate = (hum: boolean) => {
    const tracker = createMirrorTracker(() => META);
    for (const event of session(hum)) tracker.take(event);
    return tracker.estimate(140_000);
  };
  expect(estimate(true).bc).toBeGreaterThan(estimate(false).bc + 0.1);
  // 16 s of words in 140 s, a ratio of .114: below the default of .2, although their stretches are twice as long.
  expect(estimate(false).tc).toBeLessThan(0.2);
});

it('knows nothing before the listener has spoken', () => {
  const tracker = createMirrorTracker(() => META);
  tracker.take(word('Hello.', 0, 400));
  expect(tracker.estimate(400)).toEqual({ bc: 0.5, tc: 0.2, weight: 0 });
});
