import { fileURLToPath } from 'node:url';
import { openPack, SMALL_SET } from '../packs';
import type { Pack } from '../packs';
import { createModelHost } from '../packs/host';
import { loadClipModels, loadContextModels, loadDecisionModels, loadWordsModels } from '../pipeline';
import type { ClipModels, ContextModels, DecisionModels, WordsModels } from '../pipeline';
import type { ModelHost } from '../shared/model';
import { folderSource } from './folder-source';

/** The command line's threads: always two, so that timings and sums do not depend on the machine. */
const THREADS = 2;

/** The folder `models` of this repository. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../models/', import.meta.url));

/** Loads packs and models for a command, each only when it is asked for. */
export interface NodeModels {
  readonly host: ModelHost;
  readonly set: typeof SMALL_SET;
  pack(id: string): Promise<Pack>;
  words(): Promise<WordsModels>;
  decision(): Promise<DecisionModels>;
  clips(): Promise<ClipModels>;
  context(): Promise<ContextModels>;
}

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
      loadContextModels({
        contextEncoder: await pack(SMALL_SET.contextEncoder),
        joint: await pack(SMALL_SET.joint),
        affect: await pack(SMALL_SET.affect),
      }),
    clips: async () =>
      loadClipModels(host, {
        voiceEncoder: await pack(SMALL_SET.voiceEncoder),
        contextEncoder: await pack(SMALL_SET.contextEncoder),
        joint: await pack(SMALL_SET.joint),
        affect: await pack(SMALL_SET.affect),
      }),
  };
}
