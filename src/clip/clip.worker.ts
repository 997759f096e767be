import { fetchSource, openPack } from '../packs';
import { createModelHost } from '../packs/host';
import { serve } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import type { ClipCalls, ClipNote, ContextPackIds } from './clip.protocol';
import { createClipEncoder, createContextEncoder, type ClipEncoder, type ContextEncoder } from './encoder';
import { loadClipModels, loadContextModels } from './encoder-models';
import { selfCheckClips, selfCheckContext } from './encoder-check';
import { withNearest } from './nearest';

let encoder: ClipEncoder | null = null;
let contextEncoder: ContextEncoder | null = null;

const loaded = <Encoder>(found: Encoder | null): Encoder => {
  if (found === null)
    throw new PlainError(
      'clips-not-loaded',
      'The models of the clips are not loaded yet.',
      'Reload the page.',
    );
  return found;
};

const opener = (modelsUrl: string) => {
  const source = fetchSource(modelsUrl);
  return (id: string) => openPack(source, id, (bytes) => note({ kind: 'bytes', bytes }));
};
const openContext = async (open: ReturnType<typeof opener>, packs: ContextPackIds) => ({
  contextEncoder: await open(packs.contextEncoder),
  joint: await open(packs.joint),
  affect: await open(packs.affect),
});

const note = serve<ClipCalls, ClipNote>(self, {
  async load({ modelsUrl, wasmUrl, packs }) {
    const open = opener(modelsUrl);
    const opened = {
      voiceEncoder: await open(packs.voiceEncoder),
      recogniser: await open(packs.recogniser),
      speakerEncoder: await open(packs.speakerEncoder),
      ...(await openContext(open, packs)),
    };
    const models = await loadClipModels(createModelHost({ wasmBaseUrl: wasmUrl }), opened);
    await selfCheckClips(models, opened);
    encoder = await withNearest(createClipEncoder(models));
    contextEncoder = encoder;
    return { encoder: models.encoder };
  },
  async loadContext({ modelsUrl, packs }) {
    const opened = await openContext(opener(modelsUrl), packs);
    const models = await loadContextModels(opened);
    await selfCheckContext(models, opened);
    contextEncoder = await withNearest(createContextEncoder(models));
    return null;
  },
  embedRecording: ({ samples16k }) => loaded(encoder).embedRecording(samples16k),
  embedContext: (context) => loaded(contextEncoder).embedContext(context),
});
