import * as v from 'valibot';
import { PlainError } from './plain-error';

const withTolerance = v.looseObject({ tolerance: v.number(), golden: v.string() });

/** A pack, as far as its reference answers go. */
export interface GoldenPack {
  readonly id: string;
  readonly meta: unknown;
  json(path: string): Promise<unknown>;
}

/** The reference answers of a pack, and how far a device may be off them. Rejects with a `PlainError` (`pack-malformed`). */
export async function readGolden<Schema extends v.GenericSchema>(pack: GoldenPack, schema: Schema) {
  const meta = v.safeParse(withTolerance, pack.meta);
  const golden = meta.success ? v.safeParse(schema, await pack.json(meta.output.golden)) : meta;
  if (!meta.success || !golden.success)
    throw new PlainError(
      'pack-malformed',
      `The reference answers of the pack ${pack.id} cannot be read.`,
      'Copy the pack again, whole.',
    );
  return { tolerance: meta.output.tolerance, golden: golden.output };
}

/** The largest difference between what a device gave and the reference; not a number where one is missing or none. */
export const farthest = (got: ArrayLike<number>, wanted: readonly number[]): number =>
  got.length === wanted.length
    ? wanted.reduce((far, value, index) => Math.max(far, Math.abs((got[index] ?? Number.NaN) - value)), 0)
    : Number.NaN;
