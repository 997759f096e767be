import type { Ms } from '../../shared/units';

/** The stretch of time that the timeline shows. */
export interface TimeWindow {
  readonly startMs: Ms;
  readonly endMs: Ms;
}

/** How much the live window shows, and how far it turns over when it is full. */
const LIVE_MS: Ms = 45_000;
const TURN_MS: Ms = 30_000;
/** A short session is not stretched beyond this. */
const SHORTEST_MS: Ms = 10_000;
const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;
const MOST_TICKS = 7;

/**
 * The live window: the pen moves, the paper stays, and turns over when it is full. Marks keep their places
 * in between, which is calmer than scrolling and needs no less motion for those who asked for less.
 */
export function liveWindow(elapsedMs: Ms): TimeWindow {
  const turns = Math.max(0, Math.ceil((elapsedMs - LIVE_MS) / TURN_MS));
  return { startMs: turns * TURN_MS, endMs: turns * TURN_MS + LIVE_MS };
}

/** The whole session, for when it is over. */
export const wholeWindow = (durationMs: Ms): TimeWindow => ({
  startMs: 0,
  endMs: Math.max(SHORTEST_MS, durationMs),
});

/** Where a time stands in the window, 0 at its start, 1 at its end; outside of that beyond it. */
export const placeIn = (window: TimeWindow, tMs: Ms): number =>
  (tMs - window.startMs) / (window.endMs - window.startMs);

/** Times for the axis, at round steps, at most seven of them. */
export function ticks({ startMs, endMs }: TimeWindow): readonly Ms[] {
  const seconds = (endMs - startMs) / 1000;
  const step = 1000 * (STEPS_S.find((s) => seconds / s <= MOST_TICKS) ?? Math.ceil(seconds / MOST_TICKS));
  const times: Ms[] = [];
  for (let t = Math.ceil(startMs / step) * step; t <= endMs; t += step) times.push(t);
  return times;
}

/**
 * Peaks of the window, drawn at `bars` bars: the loudest in each, 0 where there is none yet. The square root lifts quiet
 * speech to where it can be seen.
 */
export function windowPeaks(
  peaks: readonly number[],
  peakMs: Ms,
  window: TimeWindow,
  bars: number,
): readonly number[] {
  const first = window.startMs / peakMs;
  const perBar = (window.endMs - window.startMs) / peakMs / bars;
  return Array.from({ length: bars }, (_, bar) => {
    let most = 0;
    const from = Math.floor(first + bar * perBar);
    const to = Math.max(from + 1, Math.floor(first + (bar + 1) * perBar));
    for (let at = from; at < to; at += 1) most = Math.max(most, peaks[at] ?? 0);
    return Math.sqrt(Math.min(1, most));
  });
}
