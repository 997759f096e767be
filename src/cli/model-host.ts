import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fullPacks, fullSetAmong, openPack, SMALL_SET } from '../packs';
import type { Pack, PackSet } from '../packs';
import { createModelHost } from '../packs/host';
import {
  createContextEncoder,
  createFullContextEncoder,
  loadCheckedContext,
  loadCheckedDecision,
  loadClipModels,
  loadContextModels,
  loadDecisionModels,
  loadWordsModels,
  withNearest,
} from '../pipeline';
import type { ClipModels, ContextEncoder, DecisionModels, WordsModels } from '../pipeline';
import type { ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { folderSource } from './folder-source';

/** The command line's threads: always two, so that timings and sums do not depend on the machine. */
const THREADS = 2;

/** The folder `models` of this repository. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models/', import.meta.url));

/** Loads packs and models for a command, each only when it is asked for. */
export interface NodeModels {
  readonly host: ModelHost;
  readonly set: PackSet;
  pack(id: string): Promise<Pack>;
  words(): Promise<WordsModels>;
  decision(): Promise<DecisionModels>;
  /** The small set's: what measures recordings. */
  clips(): Promise<ClipModels>;
  /** What places contexts, in the space of the set's recordings. */
  context(): Promise<ContextEncoder>;
}

/** The small set. */
export function nodeModels(threads = THREADS): NodeModels {
  const host = createModelHost({ threads });
  const source = folderSource(MODELS_FOLDER);
  const pack = (id: string): Promise<Pack> => openPack(source, id);
  return {
    host,
    set: SMALL_SET,
    pack,
    words: async () =>
      loadWordsModels(host, { vad: await pack(SMALL_SET.vad), recogniser: await pack(SMALL_SET.recogniser) }),
    decision: async () =>
      loadDecisionModels(host, {
        backbone: await pack(SMALL_SET.backbone),
        head: await pack(SMALL_SET.head),
      }),
    context: async () =>
      withNearest(
        createContextEncoder(
          await loadContextModels({
            contextEncoder: await pack(SMALL_SET.contextEncoder),
            joint: await pack(SMALL_SET.joint),
            affect: await pack(SMALL_SET.affect),
          }),
        ),
      ),
    clips: async () =>
      loadClipModels(host, {
        voiceEncoder: await pack(SMALL_SET.voiceEncoder),
        recogniser: await pack(SMALL_SET.recogniser),
        speakerEncoder: await pack(SMALL_SET.speakerEncoder),
        contextEncoder: await pack(SMALL_SET.contextEncoder),
        joint: await pack(SMALL_SET.joint),
        affect: await pack(SMALL_SET.affect),
      }),
  };
}

/**
 * The full set of a folder, on WASM; what it shares with the small one comes from there. Its models are checked as they are loaded.
 * Throws a `PlainError` (`pack-missing`) where the folder holds none.
 */
export async function fullNodeModels(folder: string, threads = THREADS): Promise<NodeModels> {
  const small = nodeModels(threads);
  const { host } = small;
  const set = await fullSetIn(folder);
  const source = folderSource(folder);
  const own = fullPacks(set);
  const pack = (id: string): Promise<Pack> => (own.includes(id) ? openPack(source, id) : small.pack(id));
  return {
    ...small,
    set,
    pack,
    async decision() {
      const packs = { backbone: await pack(set.backbone), head: await pack(set.head) };
      return (await loadCheckedDecision(host, packs)).models;
    },
    async context() {
      const packs = { voiceEncoder: await pack(set.voiceEncoder), joint: await pack(set.joint) };
      return createFullContextEncoder(await loadCheckedContext(host, packs));
    },
  };
}

/** The full set that a folder holds. Throws a `PlainError` (`pack-missing`). */
export async function fullSetIn(folder: string): Promise<PackSet> {
  const set = fullSetAmong(await packsIn(folder));
  if (set) return set;
  throw new PlainError(
    'pack-missing',
    `There is no full set in the folder ${folder}.`,
    'Make one with training/runs/random-full-pack.sh, or name its folder with --models.',
  );
}

/** The set that a command's options name. */
export const chosenModels = (fullFolder: string | null): Promise<NodeModels> =>
  fullFolder === null ? Promise.resolve(nodeModels()) : fullNodeModels(fullFolder);

/** The packs in a folder, `name@version`, in order; none where there is no such folder. */
export async function packsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, encoding: 'utf8' }).catch(() => []);
  return entries
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[^/]+\/[^/]+\/meta\.json$/.test(path))
    .map((path) => path.replace('/meta.json', '').replace('/', '@'))
    .toSorted();
}
