import { parseFullMeta } from '../../bench';
import type { FullMeta, Present } from '../../bench';
import { fetchSource, FULL_SET, keptOf, openPack, TINY_SET } from '../../packs';
import type { Kept } from '../../packs';

type Full = NonNullable<Present['full']>;

/** The full set that is kept whole in this browser, with the variants whose files are; null where there is none. */
export async function keptFullSet(): Promise<Full | null> {
  for (const { backbone, voiceEncoder } of [FULL_SET, TINY_SET]) {
    const kept = await Promise.all([keptOf(backbone), keptOf(voiceEncoder)]).catch(() => []);
    const [first, second] = kept;
    if (first?.whole === true && second?.whole === true)
      return { backbone: describe(first), voice: describe(second) };
  }
  return null;
}

function describe({ id, meta, files }: Kept): { readonly id: string; readonly meta: FullMeta } {
  const full = parseFullMeta({ id, meta });
  const there = ({ graph, weights }: FullMeta['variants'][number]): boolean =>
    [graph, ...weights].every((file) => files.includes(file));
  return { id, meta: { ...full, variants: full.variants.filter(there) } };
}

/** The full set below an address that ends with a slash; only its descriptions are read. Rejects with a `PlainError`. */
export async function fullSetAt(url: string): Promise<Full> {
  const source = fetchSource(url);
  const read = async (id: string) => {
    const pack = await openPack(source, id);
    return { id, meta: parseFullMeta(pack) };
  };
  return { backbone: await read(FULL_SET.backbone), voice: await read(FULL_SET.voiceEncoder) };
}
