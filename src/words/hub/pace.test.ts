import { describe, expect, it } from 'vitest';
import { createPace } from './pace';

/** Frames every 32 ms while one pass after another takes so long; gives when it was said to be too slow. */
function slowAfterMs(passMs: number, forMs = 20_000): number | null {
  const pace = createPace();
  for (let sentMs = 0; sentMs < forMs; sentMs += 32) {
    const doneMs = passMs === 0 ? sentMs : Math.ceil((sentMs + 1) / passMs) * passMs;
    if (pace.answered(sentMs, doneMs)) return sentMs;
  }
  return null;
}

describe('createPace', () => {
  it.each([0, 200, 900])('takes passes of %i ms', (passMs) => {
    expect(slowAfterMs(passMs)).toBeNull();
  });

  it.each([1600, 3000])('finds passes of %i ms too slow, after a while', (passMs) => {
    const afterMs = slowAfterMs(passMs);
    expect(afterMs).toBeGreaterThanOrEqual(4000);
    expect(afterMs).toBeLessThan(8000);
  });

  it('forgives one long pause, such as a tab in the background', () => {
    const pace = createPace();
    for (let sentMs = 0; sentMs < 8000; sentMs += 32) expect(pace.answered(sentMs, sentMs)).toBe(false);
    for (let sentMs = 8000; sentMs < 9900; sentMs += 32) expect(pace.answered(sentMs, 10_000)).toBe(false);
  });

  it('does not wait for ever', () => {
    const pace = createPace();
    expect(pace.waiting(1000, 5900)).toBe(false);
    expect(pace.waiting(1000, 6001)).toBe(true);
  });
});
