import * as v from 'valibot';
import { parseVariants, type Variant } from '../packs';
import { PlainError } from '../shared/plain-error';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const fullMeta = v.looseObject({
  weights: v.picklist(['trained', 'random']),
  cache: v.optional(v.looseObject({ layers: count, heads: count, head_size: count })),
});

/** What a pack of the full set says of its graphs, as far as a bench needs it. */
export interface FullMeta extends v.InferOutput<typeof fullMeta> {
  readonly variants: readonly Variant[];
}

/** Reads it from `meta.json`. Throws a `PlainError` (`pack-malformed`). */
export function parseFullMeta({ id, meta }: { readonly id: string; readonly meta: unknown }): FullMeta {
  const read = v.safeParse(fullMeta, meta);
  if (!read.success) throw malformed(id, v.getDotPath(read.issues[0]) ?? 'meta.json');
  return { ...read.output, variants: parseVariants(meta, id) };
}

/** A pack that does not say what is needed of it. */
export const malformed = (id: string, where: string): PlainError =>
  new PlainError(
    'pack-malformed',
    `The description of the pack ${id} is wrong at "${where}".`,
    'Fetch the pack again, whole.',
  );
