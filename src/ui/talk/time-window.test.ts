import { describe, expect, it } from 'vitest';
import { liveWindow, placeIn, ticks, wholeWindow, windowPeaks } from './time-window';

describe('liveWindow', () => {
  it('stands still until it is full, then turns over and always holds the present', () => {
    expect(liveWindow(0)).toEqual({ startMs: 0, endMs: 45_000 });
    expect(liveWindow(45_000).startMs).toBe(0);
    expect(liveWindow(45_001).startMs).toBe(30_000);
    for (let t = 0; t < 7_200_000; t += 1_777) {
      const window = liveWindow(t);
      expect(window.startMs).toBeLessThanOrEqual(t);
      expect(window.endMs).toBeGreaterThanOrEqual(t);
    }
  });
});

describe('ticks', () => {
  it('are round, inside and few, from seconds to hours', () => {
    for (const durationMs of [500, 12_000, 45_000, 191_000, 7_200_000, 40_000_000]) {
      const window = wholeWindow(durationMs);
      const times = ticks(window);
      expect(times.length).toBeGreaterThan(1);
      expect(times.length).toBeLessThanOrEqual(8);
      for (const t of times) {
        expect(placeIn(window, t)).toBeGreaterThanOrEqual(0);
        expect(placeIn(window, t)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('windowPeaks', () => {
  const peaks = [0, 0.25, 0, 0, 1, 0, 0, 0.04];
  it('takes the loudest of each bar and leaves the future empty', () => {
    expect(windowPeaks(peaks, 10, { startMs: 0, endMs: 160 }, 8)).toEqual([0.5, 0, 1, 0.2, 0, 0, 0, 0]);
  });
  it('starts where the window starts', () => {
    expect(windowPeaks(peaks, 10, { startMs: 40, endMs: 80 }, 2)).toEqual([1, 0.2]);
  });
  it('repeats a peak over several bars when there are fewer peaks than bars', () => {
    expect(windowPeaks([0.25, 1], 10, { startMs: 0, endMs: 20 }, 4)).toEqual([0.5, 0.5, 1, 1]);
  });
  it('bounds a value outside 0..1', () =>
    expect(windowPeaks([3], 10, { startMs: 0, endMs: 10 }, 1)).toEqual([1]));
});
