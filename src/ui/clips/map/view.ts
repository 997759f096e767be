/** A place in CSS pixels, or in the map's own units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
/** What the axes span. */
export interface Extent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}
/** Where the map lies under the window: `zoom` 1 and offset 0 show all of it. */
export interface View {
  readonly zoom: number;
  /** Offset of the map's middle from the window's middle, in CSS pixels. */
  readonly dx: number;
  readonly dy: number;
}
export const WHOLE: View = { zoom: 1, dx: 0, dy: 0 };
export const ZOOM = { least: 1, most: 40, step: 1.3 } as const;
/** Room for the axes' labels and for half a sign. */
export const MARGIN = { left: 44, right: 16, top: 16, bottom: 40 } as const;

/** From the map's units to CSS pixels and back. The vertical axis points up. */
export interface Projection {
  readonly toScreen: (point: Point) => Point;
  readonly toMap: (point: Point) => Point;
}

export function projection(extent: Extent, size: Size, view: View): Projection {
  const { width, height } = roomOf(size);
  const middle = { x: MARGIN.left + width / 2 + view.dx, y: MARGIN.top + height / 2 + view.dy };
  const centre = { x: (extent.x[0] + extent.x[1]) / 2, y: (extent.y[0] + extent.y[1]) / 2 };
  const kx = (view.zoom * width) / (extent.x[1] - extent.x[0]);
  const ky = (view.zoom * height) / (extent.y[1] - extent.y[0]);
  return {
    toScreen: ({ x, y }) => ({ x: middle.x + (x - centre.x) * kx, y: middle.y - (y - centre.y) * ky }),
    toMap: ({ x, y }) => ({ x: centre.x + (x - middle.x) / kx, y: centre.y - (y - middle.y) / ky }),
  };
}

/** Zooms by a factor around a place of the window, which stays where it is; the map never leaves the window. */
export function zoomAt(view: View, factor: number, at: Point, size: Size): View {
  const zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, view.zoom * factor));
  const scale = zoom / view.zoom;
  const room = roomOf(size);
  const middle = { x: MARGIN.left + room.width / 2, y: MARGIN.top + room.height / 2 };
  return kept(
    {
      zoom,
      dx: at.x - middle.x - (at.x - middle.x - view.dx) * scale,
      dy: at.y - middle.y - (at.y - middle.y - view.dy) * scale,
    },
    size,
  );
}

export const panBy = (view: View, dx: number, dy: number, size: Size): View =>
  kept({ ...view, dx: view.dx + dx, dy: view.dy + dy }, size);

/** The window without its margins. */
const roomOf = ({ width, height }: Size): Size => ({
  width: Math.max(1, width - MARGIN.left - MARGIN.right),
  height: Math.max(1, height - MARGIN.top - MARGIN.bottom),
});

/** A zoomed map can be moved until its edge reaches the window's middle. */
function kept({ zoom, dx, dy }: View, size: Size): View {
  const limit = (length: number): number => (zoom * length) / 2;
  const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
  if (zoom === 1) return WHOLE;
  const room = roomOf(size);
  return { zoom, dx: within(dx, limit(room.width)), dy: within(dy, limit(room.height)) };
}

/** What the values span, with a little air; a rating's own range where it is one. */
export function spanOf(
  values: readonly (number | null)[],
  range: readonly [number, number] | null,
): readonly [number, number] {
  if (range) return range;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const air = (high - low) * 0.05 || Math.abs(high) * 0.1 || 1;
  return [low - air, high + air];
}

/** Round values within a span, about `count` of them. */
export function ticksOf([low, high]: readonly [number, number], count: number): readonly number[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high + step * 1e-9; at++)
    ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}
