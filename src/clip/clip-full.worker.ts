import { openStored, parseNeeds } from '../packs';
import { createGpuHost } from '../packs/gpu-host';
import { serve } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import type { FullContextCalls, FullContextNote } from './clip-full.protocol';
import type { ContextEncoder } from './encoder';
import { loadCheckedContext } from './full-check';
import { createFullContextEncoder } from './full-encoder';

let encoder: ContextEncoder | null = null;

const note = serve<FullContextCalls, FullContextNote>(self, {
  async load({ packs, wasmUrl, device, threads }) {
    const opened = {
      voiceEncoder: await openStored(packs.voiceEncoder),
      joint: await openStored(packs.joint),
    };
    const host = await createGpuHost({
      device,
      wasmBaseUrl: wasmUrl,
      threads,
      needs: parseNeeds(opened.voiceEncoder.meta),
    });
    void host.lost.then(({ code, message }) => note({ kind: 'lost', code, message }));
    try {
      encoder = createFullContextEncoder(await loadCheckedContext(host, opened));
      return { backend: host.backend };
    } catch (error) {
      host.end();
      throw error;
    }
  },
  embedContext: ({ state, voice }) => {
    if (encoder === null)
      throw new PlainError('clips-not-loaded', 'The full set’s voice model is not loaded yet.');
    return encoder.embedContext({ turns: [], state, voice });
  },
});
