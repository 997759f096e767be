import {
  fetchSource,
  hubFileName,
  hubPackId,
  hubRecogniser,
  keptOf,
  openPack,
  openStored,
} from '../../packs';
import type { HubId, HubRecogniser, StoredPack } from '../../packs';
import { createModelHost, shareRuntime } from '../../packs/host';
import { serve } from '../../shared/door';
import { PlainError, toPlainError } from '../../shared/plain-error';
import { loadVad } from '../models';
import { createWordsStage, type WordsStage } from '../stage';
import { wallMs } from '../words.protocol';
import { checkHubReader } from './hub-check';
import { openHubModel, type HubModel, type Library } from './hub-model';
import type { HubCalls, HubNote } from './hub.protocol';
import { HUB_RULES, HUB_WARM_UP } from './hub-rules';

let stage: WordsStage | null = null;

const loaded = (): WordsStage => {
  if (stage === null)
    throw new PlainError('words-not-loaded', 'The recogniser is not loaded yet.', 'Reload the page.');
  return stage;
};

const note = serve<HubCalls, HubNote>(self, {
  async load({ recogniser: id, modelsUrl, wasmUrl, vad, reference }) {
    const host = createModelHost({ wasmBaseUrl: wasmUrl });
    const recogniser = offered(id);
    const stored = await kept(recogniser);
    const source = fetchSource(modelsUrl);
    const [newVad, known] = await Promise.all([
      openPack(source, vad).then((pack) => loadVad(host, pack)),
      openPack(source, reference),
    ]);
    shareRuntime();
    const reader = await open(await library(stored), recogniser, host.backend);
    await checkHubReader(reader, recogniser, known, host.backend);
    const backend = `${host.backend} (${recogniser.name})`;
    stage = createWordsStage(
      { backend, reader, newVad },
      {
        rules: HUB_RULES[recogniser.architecture],
        now: () => performance.now(),
        onFault: ({ code, message, todo }) => note({ kind: 'fault', code, message, todo }),
      },
    );
    await stage.warmUp(HUB_WARM_UP[recogniser.architecture]);
    return { backend };
  },
  push: ({ frame, sentMs }) => loaded().push(frame, Math.max(0, wallMs() - sentMs)),
  flush: () => loaded().flush(),
});

function offered(id: HubId): HubRecogniser {
  const recogniser = hubRecogniser(id);
  if (recogniser) return recogniser;
  throw new PlainError('hub-unknown', 'That recogniser is not on offer any more.', 'Choose another one.');
}

async function kept(recogniser: HubRecogniser): Promise<StoredPack> {
  const id = hubPackId(recogniser);
  if ((await keptOf(id))?.whole === true) return openStored(id);
  throw new PlainError('hub-absent', `${recogniser.name} has not been fetched yet.`, 'Fetch it in Settings.');
}

/** transformers.js, all of whose files come from the store: it asks no network for anything. */
async function library(stored: StoredPack): Promise<Library> {
  const transformers = await import('@huggingface/transformers');
  const { env } = transformers;
  // It writes what it was fed into the console when a model fails.
  env.logLevel = transformers.LogLevel.NONE;
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.useCustomCache = true;
  env.customCache = {
    async match(url) {
      const name = hubFileName(url);
      return stored.files.includes(name) ? new Response(await stored.blob(name)) : undefined;
    },
    put: () => Promise.resolve(),
  };
  env.fetch = () => Promise.resolve(new Response(null, { status: 404 }));
  return transformers;
}

async function open(transformers: Library, recogniser: HubRecogniser, backend: string): Promise<HubModel> {
  try {
    return await openHubModel(transformers, recogniser);
  } catch (error) {
    throw toPlainError(
      error,
      'model-unloadable',
      `${recogniser.name} could not be loaded on ${backend}.`,
      'Close other tabs to free memory, or remove it and fetch it again.',
    );
  }
}
