import { axisValue, AXES } from '../../../app/clips/axes';
import type { Layouts } from '../../../app/clips/axes';
import type { Axis, Clip } from '../../../app/clips/state';
import { spanOf } from './view';
import type { Extent, Point } from './view';

/** The recordings that have a place on the map. */
export interface MapPoints {
  /** Coordinates in the map's units, two a point. */
  readonly xy: Float64Array;
  /** Which recording of the bank each point is. */
  readonly rows: readonly number[];
  readonly extent: Extent;
  /** How many recordings have no place, because one of the two measures is not known of them. */
  readonly placeless: number;
}

/** Places the recordings whose form is not hidden. */
export function placeClips(
  clips: readonly Clip[],
  [x, y]: readonly [Axis, Axis],
  layouts: Layouts,
  hidden: ReadonlySet<string>,
): MapPoints {
  const xs = clips.map((clip, row) => axisValue(x, clip, row, layouts));
  const ys = clips.map((clip, row) => axisValue(y, clip, row, layouts));
  const rows: number[] = [];
  let placeless = 0;
  clips.forEach(({ form }, row) => {
    if (xs[row] === null || ys[row] === null) placeless += 1;
    else if (!hidden.has(form)) rows.push(row);
  });
  const xy = new Float64Array(2 * rows.length);
  rows.forEach((row, at) => {
    xy[2 * at] = xs[row] ?? 0;
    xy[2 * at + 1] = ys[row] ?? 0;
  });
  // Of all recordings, hidden ones too: a filter must not move the rest.
  return { xy, rows, placeless, extent: { x: spanOf(xs, AXES[x].range), y: spanOf(ys, AXES[y].range) } };
}

/** Squares of the map with the points in each, so that what is near a place is found without looking at all. */
export interface Grid {
  /** The point nearest to a place within `reach` (both in shares of the extent); its index, or -1. */
  nearest(at: Point, reach: Point): number;
  /** Calls `visit` with every point in a rectangle of the map, and perhaps with some just outside. */
  within(low: Point, high: Point, visit: (index: number) => void): void;
}

const CELLS = 48;

/** Sorts the points into squares. */
export function createGrid({ xy, extent }: MapPoints): Grid {
  const cells: number[][] = Array.from({ length: CELLS * CELLS }, () => []);
  const cellOf = (value: number, [low, high]: readonly [number, number]): number =>
    Math.max(0, Math.min(CELLS - 1, Math.floor(((value - low) / (high - low)) * CELLS)));
  for (let at = 0; 2 * at < xy.length; at++)
    cells[cellOf(xy[2 * at + 1] ?? 0, extent.y) * CELLS + cellOf(xy[2 * at] ?? 0, extent.x)]?.push(at);
  const within: Grid['within'] = (low, high, visit) => {
    const [left, right] = [cellOf(low.x, extent.x), cellOf(high.x, extent.x)];
    const [bottom, top] = [cellOf(low.y, extent.y), cellOf(high.y, extent.y)];
    for (let row = bottom; row <= top; row++)
      for (let column = left; column <= right; column++)
        for (const at of cells[row * CELLS + column] ?? []) visit(at);
  };
  return {
    within,
    nearest(at, reach) {
      let best = -1;
      let least = 1;
      within({ x: at.x - reach.x, y: at.y - reach.y }, { x: at.x + reach.x, y: at.y + reach.y }, (index) => {
        const distance = Math.hypot(
          ((xy[2 * index] ?? 0) - at.x) / reach.x,
          ((xy[2 * index + 1] ?? 0) - at.y) / reach.y,
        );
        if (distance >= least) return;
        least = distance;
        best = index;
      });
      return best;
    },
  };
}

/** The directions of the arrow keys on the screen. */
export const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * The next point from one place in a direction, both in CSS pixels: the nearest one within 45 degrees, where what is off the
 * straight way counts double. -1 at the edge.
 */
export function nextPoint(places: readonly Point[], from: Point, direction: Point): number {
  let best = -1;
  let least = Infinity;
  places.forEach(({ x, y }, index) => {
    const along = (x - from.x) * direction.x + (y - from.y) * direction.y;
    const aside = Math.abs((x - from.x) * direction.y) + Math.abs((y - from.y) * direction.x);
    if (along <= 0.01 || aside > along) return;
    const cost = along + aside;
    if (cost >= least) return;
    least = cost;
    best = index;
  });
  return best;
}

/** Whether a place lies inside a closed line drawn by hand (even and odd crossings). */
export function inside(polygon: readonly Point[], { x, y }: Point): boolean {
  let within = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [a, b] = [polygon[i], polygon[j]];
    if (!a || !b) continue;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}
