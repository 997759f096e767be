import * as v from 'valibot';
import { PlainError } from '../shared/plain-error';

/** The newest pack format this code reads. */
export const PACK_FORMAT = 1;

const part = v.object({ path: v.string(), bytes: v.number(), sha256: v.pipe(v.string(), v.length(64)) });
const packMeta = v.looseObject({
  format: v.number(),
  name: v.string(),
  version: v.string(),
  kind: v.picklist([
    'vad',
    'recogniser',
    'decision-backbone',
    'decision-head',
    'clip-bank',
    'voice-encoder',
    'speaker-encoder',
    'context-encoder',
    'joint',
    'affect',
    'voice',
  ]),
  set: v.string(),
  licence: v.object({ spdx: v.string(), file: v.string() }),
  upstream: v.string(),
  made: v.string(),
  description: v.string(),
  files: v.array(v.object({ ...part.entries, parts: v.optional(v.array(part)) })),
  tolerance: v.optional(v.number()),
  golden: v.optional(v.string()),
});

/** One file of a pack; where `parts` is given, only the parts are on disk, to be joined in order. */
export type PackFile = v.InferOutput<typeof packMeta>['files'][number];
/** `meta.json` of a pack (design: "Models come in packs"); fields of one kind only are kept, unchecked. */
export type PackMeta = v.InferOutput<typeof packMeta>;

/** Reads `meta.json`. Throws a `PlainError`: `pack-newer` or `pack-malformed`. */
export function parsePackMeta(json: unknown, id: string): PackMeta {
  const format = v.safeParse(v.looseObject({ format: v.number() }), json);
  if (format.success && format.output.format > PACK_FORMAT)
    throw new PlainError(
      'pack-newer',
      `The pack ${id} has format ${format.output.format}; this version reads up to ${PACK_FORMAT}.`,
      'Reload the page to get the newest version, or use an older pack.',
    );
  const meta = v.safeParse(packMeta, json);
  if (meta.success) return meta.output;
  const path = v.getDotPath(meta.issues[0]) ?? 'meta.json';
  throw new PlainError(
    'pack-malformed',
    `The description of the pack ${id} is wrong at "${path}".`,
    'Copy the pack again, whole.',
  );
}
