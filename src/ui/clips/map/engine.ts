import type { Scope } from '../../../shared/scope';
import { watchTheme } from '../../theme';
import { drawAxes, drawOverlay, drawPoints, makeSprites } from './draw';
import type { MapColours, Sprites } from './draw';
import { createGrid } from './points';
import type { Grid, MapPoints } from './points';
import type { Pixels } from './raster';
import type { Sign } from './signs';
import { panBy, projection, WHOLE, zoomAt } from './view';
import type { Point, Size, View } from './view';

/** What the map shows. Numbers are indices among the points. */
export interface MapScene {
  readonly points: MapPoints;
  /** The form of each point. */
  readonly forms: readonly string[];
  readonly signs: ReadonlyMap<string, Sign>;
  readonly selected: number;
  readonly chosen: readonly number[];
  readonly lit: ReadonlySet<number> | null;
  readonly sentence: Point | null;
}

/** The map's canvases and where it is looked at from. It draws at most once a frame, outside of React. */
export interface MapEngine {
  show(scene: MapScene): void;
  readonly size: Size;
  zoom(factor: number, at?: Point): void;
  pan(dx: number, dy: number): void;
  reset(): void;
  /** The point under a place of the window, in CSS pixels, or -1. */
  pointAt(at: Point, reachPx: number): number;
  /** Where a point is in the window. */
  placeOf(index: number): Point;
  /** Brings a point into the window. */
  reveal(index: number): void;
  hover(index: number): void;
  /** A line drawn by hand, in CSS pixels; empty takes it away. */
  lasso(line: readonly Point[]): readonly Point[];
}

export interface MapCanvases {
  readonly box: HTMLElement;
  readonly axes: HTMLCanvasElement;
  readonly points: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
}

/** Starts drawing into the canvases; the scope ends it. */
export function createMapEngine(scope: Scope, canvases: MapCanvases): MapEngine {
  let scene: MapScene | null = null;
  let grid: Grid | null = null;
  let view: View = WHOLE;
  let size: Size = { width: 0, height: 0 };
  let scale = 1;
  let colours = readColours(canvases.box);
  let sprites: Sprites | null = null;
  let picture: ReturnType<typeof pictureFor> = null;
  let hovered = -1;
  let lasso: readonly Point[] = [];
  const stale = { axes: true, points: true, overlay: true };
  let frame: Scope | null = null;

  const draw = (): void => {
    frame = null;
    if (!scene || !grid || size.width === 0) return;
    const { points } = scene;
    const seen = { points, size, view, colours };
    if (stale.axes) on(canvases.axes, scale, (context) => drawAxes(context, seen));
    if (stale.points) {
      sprites ??= makeSprites(scene.signs, colours, scale);
      picture ??= pictureFor(canvases.points);
      if (picture) {
        drawPoints(picture.pixels, { ...seen, grid, scale, sprites, lit: scene.lit, forms: scene.forms });
        canvases.points.getContext('2d')?.putImageData(picture.image, 0, 0);
      }
    }
    if (stale.overlay) {
      const drawn = { ...seen, ...scene, hovered, lasso };
      on(canvases.overlay, scale, (context) => drawOverlay(context, drawn));
    }
    stale.axes = stale.points = stale.overlay = false;
  };
  const redraw = (...what: readonly (keyof typeof stale)[]): void => {
    for (const one of what) stale[one] = true;
    if (frame || scope.ended) return;
    frame = scope.child();
    frame.own(requestAnimationFrame(draw), cancelAnimationFrame);
  };
  const redrawAll = (): void => redraw('axes', 'points', 'overlay');
  const look = (next: View): void => {
    view = next;
    redrawAll();
  };
  const project = () => projection(scene?.points.extent ?? { x: [0, 1], y: [0, 1] }, size, view);
  const placeOf = (index: number): Point => {
    const xy = scene?.points.xy;
    return project().toScreen({ x: xy?.[2 * index] ?? 0, y: xy?.[2 * index + 1] ?? 0 });
  };
  const middle = (): Point => ({ x: size.width / 2, y: size.height / 2 });

  const measure = (): void => {
    const { clientWidth, clientHeight } = canvases.box;
    const density = Math.min(2, globalThis.devicePixelRatio || 1);
    if (density !== scale) sprites = null;
    scale = density;
    size = { width: clientWidth, height: clientHeight };
    for (const canvas of [canvases.axes, canvases.points, canvases.overlay]) {
      canvas.width = Math.round(clientWidth * scale);
      canvas.height = Math.round(clientHeight * scale);
    }
    picture = null;
    // At once: a canvas that changes its size is empty until it is drawn.
    Object.assign(stale, { axes: true, points: true, overlay: true });
    draw();
  };
  const watch = new ResizeObserver(measure);
  scope.own(watch, (observer) => observer.disconnect());
  watch.observe(canvases.box);
  const recolour = (): void => {
    colours = readColours(canvases.box);
    sprites = null;
    redrawAll();
  };
  scope.own(watchTheme(recolour), (unwatch) => unwatch());

  return {
    get size() {
      return size;
    },
    show(next) {
      const last = scene;
      scene = next;
      if (last?.points !== next.points) {
        grid = createGrid(next.points);
        hovered = -1;
        lasso = [];
        if (last && !sameExtent(last.points, next.points)) view = WHOLE;
        redrawAll();
      }
      if (last?.signs !== next.signs) sprites = null;
      if (last?.lit !== next.lit || last?.signs !== next.signs) redraw('points');
      redraw('overlay');
    },
    zoom: (factor, at = middle()) => look(zoomAt(view, factor, at, size)),
    pan: (dx, dy) => look(panBy(view, dx, dy, size)),
    reset: () => look(WHOLE),
    pointAt(at, reachPx) {
      if (!grid) return -1;
      const { toMap } = project();
      const [from, to] = [toMap(at), toMap({ x: at.x + reachPx, y: at.y - reachPx })];
      return grid.nearest(from, { x: to.x - from.x, y: to.y - from.y });
    },
    placeOf,
    reveal(index) {
      const { x, y } = placeOf(index);
      const edge = 40;
      const dx = x < edge ? edge - x : x > size.width - edge ? size.width - edge - x : 0;
      const dy = y < edge ? edge - y : y > size.height - edge ? size.height - edge - y : 0;
      if (dx !== 0 || dy !== 0) look(panBy(view, dx, dy, size));
    },
    hover(index) {
      if (index === hovered) return;
      hovered = index;
      redraw('overlay');
    },
    lasso(line) {
      const { toMap } = project();
      lasso = line.map(toMap);
      redraw('overlay');
      return lasso;
    },
  };
}

function on(
  canvas: HTMLCanvasElement,
  scale: number,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  draw(context);
}

/** A picture of the canvas's size, whose pixels can be written as numbers. */
function pictureFor(
  canvas: HTMLCanvasElement,
): { readonly image: ImageData; readonly pixels: Pixels } | null {
  const { width, height } = canvas;
  const image = canvas.getContext('2d')?.createImageData(Math.max(1, width), Math.max(1, height));
  return image ? { image, pixels: { width, height, data: new Uint32Array(image.data.buffer) } } : null;
}

const sameExtent = ({ extent: one }: MapPoints, { extent: other }: MapPoints): boolean =>
  one.x[0] === other.x[0] && one.x[1] === other.x[1] && one.y[0] === other.y[0] && one.y[1] === other.y[1];

/** Custom properties resolved to colours, by asking an element for them as its text colour. */
function readColours(box: HTMLElement): MapColours {
  const known = new Map<string, string>();
  return {
    of(name) {
      const kept = known.get(name);
      if (kept !== undefined) return kept;
      const value = name === 'type' ? getComputedStyle(box).fontFamily : resolved(box, name);
      known.set(name, value);
      return value;
    },
  };
}

function resolved(box: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  box.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
