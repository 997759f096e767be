import { parseFullMeta } from '../../bench';
import type { Present, PresentPack } from '../../bench';
import { fetchSource, FULL_SET, keptOf, openPack, TINY_SET } from '../../packs';
import type { Kept } from '../../packs';

type Full = NonNullable<Present['full']>;

/** The full set that is kept whole in this browser; null where there is none. */
export async function keptFullSet(): Promise<Full | null> {
  for (const { backbone, voiceEncoder } of [FULL_SET, TINY_SET]) {
    const kept = await Promise.all([keptOf(backbone), keptOf(voiceEncoder)]).catch(() => []);
    const [first, second] = kept;
    if (first?.whole === true && second?.whole === true)
      return { backbone: describe(first), voice: describe(second) };
  }
  return null;
}

const describe = ({ id, meta, files }: Kept): PresentPack => ({
  id,
  meta: parseFullMeta({ id, meta }),
  files,
});

/** The full set below an address that ends with a slash; only its descriptions are read. Rejects with a `PlainError`. */
export async function fullSetAt(url: string): Promise<Full> {
  const source = fetchSource(url);
  const read = async (id: string): Promise<PresentPack> => {
    const pack = await openPack(source, id);
    return { id, meta: parseFullMeta(pack), files: null };
  };
  return { backbone: await read(FULL_SET.backbone), voice: await read(FULL_SET.voiceEncoder) };
}
