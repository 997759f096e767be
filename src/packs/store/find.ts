import { PlainError } from '../../shared/plain-error';
import { parsePackMeta } from '../meta';
import type { PackMeta } from '../meta';
import type { WantedPack } from './download';
import { unreachable } from './errors';
import { watchStall } from './fetch-unit';
import { openAt, placeName } from './place';
import type { Surroundings } from './place';
import { META, unitsOf } from './units';

/** A pack that lies at a place, with the bytes of its wanted files. */
export interface FoundPack extends WantedPack {
  readonly totalBytes: number;
}

/**
 * Reads the descriptions of packs at a place, nothing else; `filesOf` says which files of each are wanted. Rejects with a
 * `PlainError` that says what is wrong with the place, or with the signal's reason.
 */
export const findPacks = (
  around: Surroundings,
  signal: AbortSignal,
  ids: readonly string[],
  filesOf: (meta: PackMeta) => readonly string[],
): Promise<readonly FoundPack[]> =>
  Promise.all(
    ids.map(async (id) => {
      const path = `${id.replace('@', '/')}/${META}`;
      const metaText = await readText(around, signal, path);
      const meta = parsePackMeta(parsed(metaText, path, placeName(around)), id);
      if (`${meta.name}@${meta.version}` !== id)
        throw new PlainError(
          'pack-malformed',
          `The description ${path} is that of another pack, ${meta.name}@${meta.version}.`,
          'Copy the packs to the server again, each into its own folder.',
        );
      const files = filesOf(meta);
      const totalBytes = unitsOf(id, meta, files).reduce((sum, { bytes }) => sum + bytes, 0);
      return { id, meta, metaText, files, totalBytes };
    }),
  );

async function readText(around: Surroundings, signal: AbortSignal, path: string): Promise<string> {
  const watch = watchStall(around, signal, path);
  try {
    const { stream } = await watch.orEnded(
      openAt(around, { path, bytes: null, from: 0, signal: watch.signal }),
    );
    return await watch.orEnded(new Response(stream).text());
  } catch (error) {
    watch.signal.throwIfAborted();
    throw error instanceof PlainError ? error : unreachable(path, placeName(around), false, error);
  } finally {
    watch.end();
  }
}

function parsed(text: string, path: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PlainError(
      'pack-malformed',
      `${from} sent something that is not JSON as ${path}.`,
      'Check the address, and copy the packs to the server again, whole.',
      { cause: error },
    );
  }
}
