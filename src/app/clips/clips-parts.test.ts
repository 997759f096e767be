import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/random';
import { principalComponents, project } from './pca';
import { summarise } from './region';
import type { Clip } from './state';

describe('principal components', () => {
  it('find the directions that a cloud was made along, widest first', () => {
    const random = seededRandom(9);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const directions = [[3, 0, 4, 0].map((value) => value / 5), [0, 1, 0, 0]];
    const vectors = Array.from({ length: 2000 }, () => {
      const [a, b] = [5 * normal(), 2 * normal()];
      return (
        directions[0]?.map((value, at) => 1 + a * value + b * (directions[1]?.[at] ?? 0) + 0.1 * normal()) ??
        []
      );
    });
    const found = principalComponents(vectors, 3);
    expect(found).not.toBeNull();
    if (!found) return;
    directions.forEach((direction, axis) => {
      const along = direction.reduce((sum, value, at) => sum + value * (found.axes[axis]?.[at] ?? 0), 0);
      expect(along).toBeGreaterThan(0.999);
    });
    const [first = 0] = project(found, [1 + 0.6 * 7, 1, 1 + 0.8 * 7, 1]);
    expect(first).toBeCloseTo(7, 0);
  });
  it('are none of a single vector, or of vectors of different sizes', () => {
    expect(principalComponents([[1, 2, 3]], 2)).toBeNull();
    expect(
      principalComponents(
        [
          [1, 2, 3],
          [1, 2],
        ],
        2,
      ),
    ).toBeNull();
    expect(principalComponents([], 2)).toBeNull();
  });
  it('survive recordings that are all the same', () => {
    const found = principalComponents(
      [
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ],
      2,
    );
    expect(found && project(found, [1, 2, 3])).toEqual([0, 0]);
  });
});

describe('a region', () => {
  const clip = (form: string, part: Partial<Clip>): Clip => ({
    file: form,
    form,
    label: form,
    delivery: '',
    durationMs: 400,
    rmsDbfs: -20,
    ...part,
  });
  it('gives its forms, and means over the recordings that have the measure', () => {
    const summary = summarise([
      clip('mhm', { voicedMs: 200, pitchRangeSt: 4, energy: 2 }),
      clip('wow', { voicedMs: 600, pitchRangeSt: null, energy: 4 }),
      clip('mhm', { pitchRangeSt: 8 }),
    ]);
    expect(summary.forms).toEqual([
      { form: 'mhm', count: 2 },
      { form: 'wow', count: 1 },
    ]);
    expect(summary).toMatchObject({
      count: 3,
      voicedMs: { mean: 400, count: 2 },
      pitchRangeSt: { mean: 6, count: 2 },
      energy: { mean: 3, count: 2 },
      polarity: null,
    });
  });
});
