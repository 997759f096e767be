import type { Ms } from '../../shared/units';

/** A word that is known this late comes too late for a listener to answer it in time. */
const LATE_MS: Ms = 1000;
/** Looked back on; less than half of it says nothing yet. */
const WINDOW_MS: Ms = 8000;
/** Of the frames in it, so many late ones are too many: passes of two seconds, one after another, make half of them late. */
const MOST_LATE = 0.25;
/** A recogniser that is silent for so long will not catch up. */
const STUCK_MS: Ms = 5000;

/** Tells when a recogniser cannot keep up; every time is on one clock. */
export interface Pace {
  /** A frame was dealt with; true when the recogniser is too slow. */
  answered(sentMs: Ms, nowMs: Ms): boolean;
  /** The oldest frame that waits was sent then; true when it waits for too long. */
  waiting(oldestMs: Ms, nowMs: Ms): boolean;
}

/** Begins without a past. */
export function createPace(): Pace {
  let frames: readonly { readonly sentMs: Ms; readonly late: boolean }[] = [];
  return {
    answered(sentMs, nowMs) {
      const frame = { sentMs, late: nowMs - sentMs > LATE_MS };
      frames = [...frames.filter((one) => one.sentMs > sentMs - WINDOW_MS), frame];
      const first = frames[0]?.sentMs ?? sentMs;
      const late = frames.filter((one) => one.late).length;
      return sentMs - first >= WINDOW_MS / 2 && late > MOST_LATE * frames.length;
    },
    waiting: (oldestMs, nowMs) => nowMs - oldestMs > STUCK_MS,
  };
}
