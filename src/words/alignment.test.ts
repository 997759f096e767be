import { describe, expect, it } from 'vitest';
import { alignRows } from './alignment';

const row = (...values: number[]): Float32Array => Float32Array.from(values);

describe('alignRows', () => {
  it('follows a clear diagonal', () => {
    const spans = alignRows([row(9, 9, 0, 0, 0, 0), row(0, 0, 9, 0, 0, 0), row(0, 0, 0, 9, 9, 9)]);
    expect(spans).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 3, end: 6 },
    ]);
  });

  it('keeps the order even where attention does not', () => {
    const spans = alignRows([row(0, 0, 0, 9), row(9, 0, 0, 0), row(0, 0, 0, 9)]);
    expect(spans.map(({ start }) => start)).toEqual([0, 1, expect.any(Number)]);
    spans.forEach(({ start, end }) => expect(end).toBeGreaterThan(start));
    expect(spans.at(-1)?.end).toBe(4);
  });

  it('gives each row one frame when there are as many', () => {
    expect(alignRows([row(0, 1), row(1, 0)])).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 2 },
    ]);
  });

  it('gives nothing when there are more rows than frames, or no rows', () => {
    expect(alignRows([row(1), row(1)])).toEqual([]);
    expect(alignRows([])).toEqual([]);
  });
});
