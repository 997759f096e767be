import { stamp } from './raster';
import type { Pixels } from './raster';
import { shapePath } from './signs';
import type { Sign } from './signs';
import type { Grid, MapPoints } from './points';
import { MARGIN, projection, ticksOf } from './view';
import type { Point, Size, View } from './view';

/** A sign's radius in CSS pixels. */
const SIGN_PX = 4.5;
const SPRITE_PX = 14;

/** Signs drawn once and copied for every point, by form; `faint` ones stand back. */
export interface Sprites {
  readonly full: ReadonlyMap<string, Pixels>;
  readonly faint: ReadonlyMap<string, Pixels>;
}

/** Colours as the theme in force gives them: a canvas knows no custom properties. */
export interface MapColours {
  readonly of: (name: string) => string;
}

/** How much of a faint sign is its own colour; the rest is the ground's. */
const FAINT = 0.25;

/** Draws every sign once for this theme and this screen's density. */
export function makeSprites(signs: ReadonlyMap<string, Sign>, colours: MapColours, scale: number): Sprites {
  const make = (strength: number): Map<string, Pixels> =>
    new Map([...signs].map(([form, sign]) => [form, sprite(sign, colours, scale, strength)]));
  return { full: make(1), faint: make(FAINT) };
}

function sprite({ colour, shape }: Sign, colours: MapColours, scale: number, strength: number): Pixels {
  const width = Math.ceil(SPRITE_PX * scale);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = width;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return { width: 0, height: 0, data: new Uint32Array(0) };
  context.translate(width / 2, width / 2);
  context.scale(scale, scale);
  const path = new Path2D(shapePath(shape, SIGN_PX));
  const paint = (name: string, alpha: number): void => {
    context.globalAlpha = alpha;
    context.fillStyle = colours.of(name);
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- A canvas, not an array.
    context.fill(path);
  };
  paint('paper', 1);
  paint(colour, strength);
  // A hairline of the ground keeps neighbours apart.
  context.globalAlpha = 1;
  context.lineWidth = 0.75;
  context.strokeStyle = colours.of('paper');
  context.stroke(path);
  const { data } = context.getImageData(0, 0, width, width);
  return { width, height: width, data: new Uint32Array(data.buffer) };
}

/** One drawing of the points. */
export interface PointsScene {
  readonly points: MapPoints;
  readonly grid: Grid;
  /** The form of each point. */
  readonly forms: readonly string[];
  readonly size: Size;
  readonly view: View;
  /** Pixels of the screen in a CSS pixel. */
  readonly scale: number;
  readonly sprites: Sprites;
  /** Points that are to stand out; null where all do. */
  readonly lit: ReadonlySet<number> | null;
}

/** Draws all points that can be seen into the picture; lit ones last, on top of the others. */
export function drawPoints(picture: Pixels, scene: PointsScene): void {
  const { points, grid, size, view, scale, sprites, lit, forms } = scene;
  const { toScreen, toMap } = projection(points.extent, size, view);
  picture.data.fill(0);
  const seen = { left: MARGIN.left - 8, top: 0, right: size.width, bottom: size.height - MARGIN.bottom + 8 };
  const bounds = {
    left: Math.round(seen.left * scale),
    top: 0,
    right: picture.width,
    bottom: Math.min(picture.height, Math.round(seen.bottom * scale)),
  };
  const low = toMap({ x: seen.left, y: seen.bottom });
  const high = toMap({ x: seen.right, y: seen.top });
  const origin = toScreen({ x: 0, y: 0 });
  const unit = toScreen({ x: 1, y: 1 });
  const [kx, ky] = [(unit.x - origin.x) * scale, (unit.y - origin.y) * scale];
  const { xy } = points;
  const draw = (at: number, sign: Pixels | undefined): void => {
    if (!sign) return;
    stamp(
      picture,
      sign,
      origin.x * scale + (xy[2 * at] ?? 0) * kx,
      origin.y * scale + (xy[2 * at + 1] ?? 0) * ky,
      bounds,
    );
  };
  grid.within(low, high, (at) => {
    if (lit === null) draw(at, sprites.full.get(forms[at] ?? ''));
    else if (!lit.has(at)) draw(at, sprites.faint.get(forms[at] ?? ''));
  });
  for (const at of lit ?? []) draw(at, sprites.full.get(forms[at] ?? ''));
}

/** What is drawn over the points, and changes without them: rings, ranks, the lasso, the sentence's place. */
export interface OverlayScene {
  readonly points: MapPoints;
  readonly size: Size;
  readonly view: View;
  readonly colours: MapColours;
  readonly hovered: number;
  readonly selected: number;
  /** The recordings chosen for the sentence, best first. */
  readonly chosen: readonly number[];
  /** Where the sentence lies, in the map's units. */
  readonly sentence: Point | null;
  /** In the map's units, so that it stays with the points. */
  readonly lasso: readonly Point[];
}

export function drawOverlay(context: CanvasRenderingContext2D, scene: OverlayScene): void {
  const { points, size, view, colours } = scene;
  const { toScreen } = projection(points.extent, size, view);
  const place = (index: number): Point =>
    toScreen({ x: points.xy[2 * index] ?? 0, y: points.xy[2 * index + 1] ?? 0 });
  context.clearRect(0, 0, size.width, size.height);
  const ring = (at: Point, radius: number, width: number, colour: string): void => {
    context.beginPath();
    context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colours.of(colour);
    context.stroke();
  };
  if (scene.lasso.length > 1) {
    const line = scene.lasso.map(toScreen);
    context.beginPath();
    line.forEach(({ x, y }, at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    context.globalAlpha = 0.08;
    context.fillStyle = colours.of('focus');
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    context.strokeStyle = colours.of('focus');
    context.stroke();
    context.setLineDash([]);
  }
  if (scene.sentence) drawSentence(context, toScreen(scene.sentence), scene.chosen.map(place), colours);
  scene.chosen.forEach((index, rank) => {
    const at = place(index);
    ring(at, 8, 2, 'ink');
    if (rank >= 3) return;
    context.font = `600 12px ${colours.of('type')}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    outlined(context, String(rank + 1), at.x + 11, at.y, colours);
  });
  if (scene.hovered >= 0) ring(place(scene.hovered), 8, 1.5, 'ink-quiet');
  if (scene.selected >= 0) {
    ring(place(scene.selected), 9, 3, 'paper');
    ring(place(scene.selected), 9, 2, 'focus');
  }
}

/** A cross where the sentence lies, with a thin line to the recordings that answer it best. */
function drawSentence(
  context: CanvasRenderingContext2D,
  at: Point,
  chosen: readonly Point[],
  colours: MapColours,
): void {
  context.lineWidth = 1;
  context.strokeStyle = colours.of('line-strong');
  for (const other of chosen.slice(0, 3)) {
    context.beginPath();
    context.moveTo(at.x, at.y);
    context.lineTo(other.x, other.y);
    context.stroke();
  }
  for (const [width, colour] of [
    [6, 'paper'],
    [2.5, 'ink'],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colours.of(colour);
    context.beginPath();
    context.moveTo(at.x - 9, at.y);
    context.lineTo(at.x + 9, at.y);
    context.moveTo(at.x, at.y - 9);
    context.lineTo(at.x, at.y + 9);
    context.stroke();
  }
  context.font = `600 12px ${colours.of('type')}`;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  outlined(context, 'your sentence', at.x, at.y - 12, colours);
}

function outlined(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colours: MapColours,
): void {
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = colours.of('paper');
  context.strokeText(text, x, y);
  context.fillStyle = colours.of('ink');
  context.fillText(text, x, y);
}

/** The axes: lines at round values, and their numbers. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  { points, size, view, colours }: Pick<OverlayScene, 'points' | 'size' | 'view' | 'colours'>,
): void {
  const { toScreen, toMap } = projection(points.extent, size, view);
  context.clearRect(0, 0, size.width, size.height);
  const right = size.width - MARGIN.right;
  const bottom = size.height - MARGIN.bottom;
  const low = toMap({ x: MARGIN.left, y: bottom });
  const high = toMap({ x: right, y: MARGIN.top });
  context.lineWidth = 1;
  context.strokeStyle = colours.of('line');
  context.fillStyle = colours.of('ink-quiet');
  context.font = `12px ${colours.of('type')}`;
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    context.beginPath();
    context.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    context.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
    context.stroke();
  };
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of ticksOf([low.x, high.x], size.width / 110)) {
    const { x } = toScreen({ x: tick, y: 0 });
    line(x, MARGIN.top, x, bottom);
    context.fillText(label(tick), x, bottom + 5);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of ticksOf([low.y, high.y], size.height / 80)) {
    const { y } = toScreen({ x: 0, y: tick });
    line(MARGIN.left, y, right, y);
    context.fillText(label(tick), MARGIN.left - 6, y);
  }
}

const label = (value: number): string => String(value).replace('-', '−');
