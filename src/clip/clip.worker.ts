import { fetchSource, openPack } from '../packs';
import { createModelHost } from '../packs/host';
import { serve } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import type { ClipCalls, ClipNote } from './clip.protocol';
import { createClipEncoder, type ClipEncoder } from './encoder';
import { loadClipModels } from './encoder-models';
import { selfCheckClips } from './encoder-check';

let encoder: ClipEncoder | null = null;

const loaded = (): ClipEncoder => {
  if (encoder === null)
    throw new PlainError(
      'clips-not-loaded',
      'The models of the clips are not loaded yet.',
      'Reload the page.',
    );
  return encoder;
};

const note = serve<ClipCalls, ClipNote>(self, {
  async load({ modelsUrl, wasmUrl, packs }) {
    const source = fetchSource(modelsUrl);
    const open = (id: string) => openPack(source, id, (bytes) => note({ kind: 'bytes', bytes }));
    const opened = {
      voiceEncoder: await open(packs.voiceEncoder),
      contextEncoder: await open(packs.contextEncoder),
      joint: await open(packs.joint),
      affect: await open(packs.affect),
    };
    const models = await loadClipModels(createModelHost({ wasmBaseUrl: wasmUrl }), opened);
    await selfCheckClips(models, opened);
    encoder = createClipEncoder(models);
    return { encoder: models.encoder };
  },
  embedRecording: ({ samples16k }) => loaded().embedRecording(samples16k),
  embedContext: (context) => loaded().embedContext(context),
});
