import { describe, expect, it } from 'vitest';
import type { Clip } from '../../../app/clips/state';
import { seededRandom } from '../../../shared/random';
import { ARROWS, createGrid, inside, nextPoint, placeClips } from './points';
import { stamp } from './raster';
import type { Pixels } from './raster';
import { signsOf } from './signs';
import { panBy, projection, spanOf, ticksOf, WHOLE, zoomAt } from './view';

const SIZE = { width: 640, height: 480 };
const EXTENT = { x: [1, 5], y: [1, 5] } as const;
const clip = (file: string, form: string, surprisal: number, polarity?: number): Clip => ({
  file,
  form,
  label: form,
  delivery: '',
  durationMs: 400,
  rmsDbfs: -20,
  surprisal,
  ...(polarity === undefined ? {} : { polarity }),
});
const NO_LAYOUTS = { pca: null, umap: null };

describe('the view', () => {
  it('goes to the screen and back, upwards where numbers grow', () => {
    const { toScreen, toMap } = projection(EXTENT, SIZE, { zoom: 3, dx: 40, dy: -20 });
    const back = toMap(toScreen({ x: 2.5, y: 4.25 }));
    expect(back.x).toBeCloseTo(2.5);
    expect(back.y).toBeCloseTo(4.25);
    expect(toScreen({ x: 2, y: 5 }).y).toBeLessThan(toScreen({ x: 2, y: 1 }).y);
  });
  it('keeps the place under the pointer when it zooms', () => {
    const at = { x: 400, y: 120 };
    const before = projection(EXTENT, SIZE, WHOLE).toMap(at);
    const after = projection(EXTENT, SIZE, zoomAt(WHOLE, 2.5, at, SIZE)).toMap(at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });
  it('never loses the map', () => {
    expect(panBy(WHOLE, 500, 500, SIZE)).toEqual(WHOLE);
    const far = panBy({ zoom: 2, dx: 0, dy: 0 }, 1e6, -1e6, SIZE);
    expect(Math.abs(far.dx)).toBeLessThan(SIZE.width);
    expect(Math.abs(far.dy)).toBeLessThan(SIZE.height);
    expect(zoomAt({ zoom: 1.1, dx: 30, dy: 3 }, 0.1, { x: 0, y: 0 }, SIZE)).toEqual(WHOLE);
  });
  it('spans what there is', () => {
    expect(spanOf([3, null, 8], [1, 5])).toEqual([1, 5]);
    expect(spanOf([100, null, 200], null)).toEqual([95, 205]);
    expect(spanOf([], null)).toEqual([0, 1]);
    const [low, high] = spanOf([7, 7], null);
    expect(low).toBeLessThan(7);
    expect(high).toBeGreaterThan(7);
    expect(ticksOf([0.93, 5.07], 5)).toEqual([1, 2, 3, 4, 5]);
    expect(ticksOf([-0.31, 0.2], 5)).toEqual([-0.2, 0, 0.2]);
  });
});

describe('the points', () => {
  const clips = [clip('a', 'mhm', 2, 3), clip('b', 'wow', 4.5, 4), clip('c', 'mhm', 3)];
  it('have a place where both measures are known, and a filter moves nothing', () => {
    const all = placeClips(clips, ['surprisal', 'polarity'], NO_LAYOUTS, new Set());
    expect([...all.xy]).toEqual([2, 3, 4.5, 4]);
    expect(all).toMatchObject({ rows: [0, 1], placeless: 1 });
    const filtered = placeClips(clips, ['surprisal', 'polarity'], NO_LAYOUTS, new Set(['mhm']));
    expect(filtered).toMatchObject({ rows: [1], placeless: 1, extent: all.extent });
  });
  it('are found by the grid as by looking at all of them', () => {
    const random = seededRandom(4);
    const many = Array.from({ length: 3000 }, (_, at) =>
      clip(String(at), 'mhm', 1 + 4 * random(), 1 + 4 * random()),
    );
    const points = placeClips(many, ['surprisal', 'polarity'], NO_LAYOUTS, new Set());
    const grid = createGrid(points);
    const reach = { x: 0.1, y: 0.2 };
    for (let round = 0; round < 200; round++) {
      const at = { x: 0.5 + 5 * random(), y: 0.5 + 5 * random() };
      let best = -1;
      let least = 1;
      for (let index = 0; index < many.length; index++) {
        const distance = Math.hypot(
          ((points.xy[2 * index] ?? 0) - at.x) / reach.x,
          ((points.xy[2 * index + 1] ?? 0) - at.y) / reach.y,
        );
        if (distance < least) [least, best] = [distance, index];
      }
      expect(grid.nearest(at, reach)).toBe(best);
    }
  });
  it('are walked with the arrow keys: the nearest in that direction', () => {
    const places = [
      { x: 0, y: 0 },
      { x: 10, y: 1 },
      { x: 30, y: 0 },
      { x: 5, y: 20 },
      { x: -8, y: -7 },
    ];
    const go = (key: string, from: number): number =>
      nextPoint(places, places[from] ?? { x: 0, y: 0 }, ARROWS[key] ?? { x: 0, y: 0 });
    expect(go('ArrowRight', 0)).toBe(1);
    expect(go('ArrowRight', 1)).toBe(2);
    expect(go('ArrowRight', 2)).toBe(-1);
    expect(go('ArrowDown', 0)).toBe(3);
    expect(go('ArrowLeft', 0)).toBe(4);
  });
  it('lie inside a line drawn around them, however it bends', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 5, y: 3 },
      { x: 0, y: 10 },
    ];
    expect(inside(line, { x: 2, y: 4 })).toBe(true);
    expect(inside(line, { x: 8, y: 4 })).toBe(true);
    expect(inside(line, { x: 5, y: 8 })).toBe(false);
    expect(inside(line, { x: 11, y: 5 })).toBe(false);
    expect(inside([], { x: 1, y: 1 })).toBe(false);
  });
  it('have a sign for each of eighteen forms, no two alike', () => {
    const forms = Array.from({ length: 18 }, (_, at) => `form ${at}`);
    const signs = [...signsOf([...forms, 'other']).values()].map(({ colour, shape }) => `${colour} ${shape}`);
    expect(new Set(signs).size).toBe(19);
  });
});

describe('a sign in the picture', () => {
  const pixels = (width: number, height: number, fill = 0): Pixels => ({
    width,
    height,
    data: new Uint32Array(width * height).fill(fill),
  });
  const ALL = { left: 0, top: 0, right: 6, bottom: 5 };
  const drawn = ({ width, data }: Pixels): string[] =>
    Array.from({ length: data.length / width }, (_, row) =>
      [...data.subarray(row * width, (row + 1) * width)].map((value) => (value === 0 ? '.' : '#')).join(''),
    );
  it('lies around its middle, and is cut at the edges', () => {
    const picture = pixels(6, 5);
    stamp(picture, pixels(2, 2, 0xff0000ff), 2, 2, ALL);
    stamp(picture, pixels(2, 2, 0xff0000ff), 6, 5, ALL);
    stamp(picture, pixels(2, 2, 0xff0000ff), -40, 90, ALL);
    stamp(picture, pixels(2, 2, 0xff0000ff), 0, 4, { ...ALL, left: 0, bottom: 4 });
    expect(drawn(picture)).toEqual(['......', '.##...', '.##...', '#.....', '.....#']);
  });
  it('covers what is under it, and lets it through at its soft edge', () => {
    const picture = pixels(3, 1, 0xff000000);
    stamp(picture, { width: 3, height: 1, data: Uint32Array.of(0xffffffff, 0x80ffffff, 0) }, 1.5, 0.5, ALL);
    expect([...picture.data].map((value) => value.toString(16))).toEqual([
      'ffffffff',
      'ff808080',
      'ff000000',
    ]);
  });
});
