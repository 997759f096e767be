import { fetchSource, openPack } from '../packs';
import { createModelHost } from '../packs/host';
import { serve } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import type { DecisionCalls, DecisionNote } from './decision.protocol';
import { loadDecisionModels } from './models';
import { selfCheckDecision } from './self-check';
import { createDecisionMemory, type DecisionMemory } from './stage';

let memory: DecisionMemory | null = null;

const loaded = (): DecisionMemory => {
  if (memory === null)
    throw new PlainError('decision-not-loaded', 'The decision model is not loaded yet.', 'Reload the page.');
  return memory;
};

const note = serve<DecisionCalls, DecisionNote>(self, {
  async load({ modelsUrl, wasmUrl, packs }) {
    const source = fetchSource(modelsUrl);
    const onBytes = (bytes: number): void => note({ kind: 'bytes', bytes });
    note({ kind: 'step', step: 'downloading' });
    const backbone = await openPack(source, packs.backbone, onBytes);
    const head = await openPack(source, packs.head, onBytes);
    const models = await loadDecisionModels(createModelHost({ wasmBaseUrl: wasmUrl }), { backbone, head });
    note({ kind: 'step', step: 'checking' });
    await selfCheckDecision(models, { backbone, head });
    memory = createDecisionMemory(models);
    return { meta: models.meta, backend: models.backend };
  },
  async hear({ index, window }) {
    await loaded().hear(index, window);
    return undefined;
  },
  judge: ({ asks }) => loaded().judge(asks),
  async forget() {
    await memory?.forget();
    return undefined;
  },
});
