import type { RecordEvent } from '../pipeline';
import type { Ms } from '../shared/units';
import type { Latency } from './state';

/** How many of the latest measurements a median is over. */
const KEPT = 101;

/** Measures a live session by its record: each word's first decision, each cue's sound, each claim's reply. */
export interface LatencyMeter {
  take(event: RecordEvent): void;
  medians(): Latency;
}

export function createLatencyMeter(): LatencyMeter {
  const wordEnds = new Map<number, Ms>();
  const cueTimes = new Map<string, Ms>();
  const claimTimes = new Map<string, Ms>();
  const toDecision: Ms[] = [];
  const toSound: Ms[] = [];
  const claimToSound: Ms[] = [];
  let words = 0;
  const add = (values: Ms[], value: Ms): void => {
    values.push(value);
    if (values.length > KEPT) values.shift();
  };
  return {
    take(event) {
      switch (event.kind) {
        case 'word':
          if (event.speaker === 'you') wordEnds.set(words++, event.end_ms);
          return;
        case 'decision': {
          const endMs = wordEnds.get(event.word);
          wordEnds.delete(event.word);
          if (endMs !== undefined) add(toDecision, event.t_ms - endMs);
          return;
        }
        case 'cue':
          cueTimes.set(event.id, event.t_ms);
          return;
        case 'reply':
          if (event.claim_ms !== undefined) claimTimes.set(event.id, event.claim_ms);
          return;
        case 'played': {
          const cueMs = cueTimes.get(event.id);
          const claimMs = claimTimes.get(event.id);
          if (cueMs !== undefined) add(toSound, event.start_ms - cueMs);
          if (claimMs !== undefined) add(claimToSound, event.start_ms - claimMs);
          return;
        }
        default:
      }
    },
    medians: () => ({
      wordToDecisionMs: median(toDecision),
      decisionToSoundMs: median(toSound),
      claimToSoundMs: median(claimToSound),
    }),
  };
}

function median(values: readonly Ms[]): Ms | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
