import * as v from 'valibot';
import type { PackMeta } from '../meta';

const variants = v.array(
  v.object({
    graph: v.string(),
    weights: v.optional(v.array(v.string()), []),
    needs: v.optional(v.array(v.string()), []),
  }),
);

/**
 * The files of a pack that a device with these features (`shader-f16`) takes: those of the first variant it can run, and all
 * that belong to no variant.
 */
export function filesForDevice(meta: PackMeta, features: ReadonlySet<string>): readonly string[] {
  const read = v.safeParse(variants, meta['variants']);
  const all = meta.files.map(({ path }) => path);
  if (!read.success) return all;
  const chosen = read.output.find(({ needs }) => needs.every((need) => features.has(need)));
  const files = (variant: (typeof read.output)[number]): readonly string[] => [
    variant.graph,
    ...variant.weights,
  ];
  const others = new Set(read.output.filter((variant) => variant !== chosen).flatMap(files));
  const own = new Set(chosen ? files(chosen) : []);
  return all.filter((path) => own.has(path) || !others.has(path));
}
