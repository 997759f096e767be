import type { Dials } from '../flow';
import type { Surface } from './meta';

/** Piecewise linear through the points (`xs` rising), constant beyond the ends; as numpy's `interp`. */
export function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const next = xs.findIndex((knot) => knot > x);
  const last = ys[ys.length - 1];
  if (last === undefined) throw new RangeError('A curve needs a point.');
  if (next < 0) return last;
  const [x1 = 0, y1 = last] = [xs[next], ys[next]];
  const [x0, y0] = [xs[next - 1], ys[next - 1]];
  if (x0 === undefined || y0 === undefined) return y1;
  return y0 + ((y1 - y0) / (x1 - x0)) * (x - x0);
}

/** A surface at a setting of the dials, linear between its knots; twin of `Surface.at` in `training/mhm_training/policy.py`. */
export const surfaceAt = ({ bc, tc, p }: Surface, dials: Dials): number =>
  interpolate(
    dials.bc,
    bc,
    p.map((row) => interpolate(dials.tc, tc, row)),
  );
