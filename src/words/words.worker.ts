import { fetchSource, openPack, type Pack } from '../packs';
import { createModelHost } from '../packs/host';
import { serve } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import { loadWordsModels } from './models';
import { selfCheckWords } from './self-check';
import { createWordsStage, type WordsStage } from './stage';
import { wallMs, type WordsCalls, type WordsNote } from './words.protocol';

let stage: WordsStage | null = null;

const loaded = (): WordsStage => {
  if (stage === null)
    throw new PlainError('words-not-loaded', 'The speech recogniser is not loaded yet.', 'Reload the page.');
  return stage;
};

const note = serve<WordsCalls, WordsNote>(self, {
  async load({ modelsUrl, wasmUrl, packs }) {
    const host = createModelHost({ wasmBaseUrl: wasmUrl });
    note({ kind: 'step', step: 'downloading' });
    const [vad, recogniser] = await Promise.all([
      open(modelsUrl, packs.vad),
      open(modelsUrl, packs.recogniser),
    ]);
    const models = await loadWordsModels(host, { vad, recogniser });
    note({ kind: 'step', step: 'checking' });
    await selfCheckWords(models, { vad, recogniser });
    note({ kind: 'step', step: 'warming-up' });
    stage = createWordsStage(models, {
      now: () => performance.now(),
      onFault: ({ code, message, todo }) => note({ kind: 'fault', code, message, todo }),
    });
    await stage.warmUp();
    return { backend: models.backend };
  },
  push: ({ frame, sentMs }) => loaded().push(frame, Math.max(0, wallMs() - sentMs)),
  flush: () => loaded().flush(),
});

/** Opens a pack whose bytes are reported as they arrive. */
async function open(modelsUrl: string, id: string): Promise<Pack> {
  let loadedBytes = 0;
  let total = 0;
  const pack = await openPack(fetchSource(modelsUrl), id, (bytes) => {
    loadedBytes += bytes;
    if (total > 0) note({ kind: 'bytes', pack: id, loaded: loadedBytes, total });
  });
  const { files, licence } = pack.meta;
  total = files.filter((file) => file.path !== licence.file).reduce((sum, file) => sum + file.bytes, 0);
  loadedBytes = 0;
  return pack;
}
