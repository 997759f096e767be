import { fetchSource, openPack, openStored, parseNeeds } from '../packs';
import { createGpuHost, type GpuHost } from '../packs/gpu-host';
import { serve } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import type { FullDecisionCalls, FullDecisionNote } from './decision.protocol';
import { loadOnHost } from './full-models';
import type { DecisionModels } from './models';
import { createDecisionMemory, type DecisionMemory } from './stage';

/** So long without a call and the worker has time of its own; the judgement that follows a word comes sooner. */
const IDLE_MS = 20;

let memory: DecisionMemory | null = null;
let models: DecisionModels | null = null;
const scope = createScope();
let calm: () => void = () => undefined;

const loaded = (): DecisionMemory => {
  if (memory === null)
    throw new PlainError('decision-not-loaded', 'The decision model is not loaded yet.', 'Reload the page.');
  return memory;
};

/** Feeds the next cache while nobody asks, a word at a time, so that an answer never waits for more. */
function rest(): void {
  calm();
  calm = scope.after(IDLE_MS, () => {
    // A failure here is met again, and told, by the next word.
    models?.prepare().then(
      (more) => (more ? rest() : undefined),
      () => undefined,
    );
  });
}

const note: (told: FullDecisionNote) => void = serve<FullDecisionCalls, FullDecisionNote>(self, {
  async load({ from, packs, wasmUrl, device, threads }) {
    note({ kind: 'step', step: 'downloading' });
    const onBytes = (bytes: number): void => note({ kind: 'bytes', bytes });
    const open = (id: string) =>
      from === 'stored' ? openStored(id) : openPack(fetchSource(from.modelsUrl), id, onBytes);
    const backbone = await open(packs.backbone);
    const head = await open(packs.head);
    const needs = parseNeeds(backbone.meta);
    const makeHost = async (subgroups: boolean): Promise<GpuHost> => {
      const host = await createGpuHost({ device, wasmBaseUrl: wasmUrl, threads, needs, subgroups });
      void host.lost.then(({ code, message, todo }) => note({ kind: 'lost', code, message, todo }));
      return host;
    };
    const checked = await loadOnHost(makeHost, { backbone, head }, () =>
      note({ kind: 'step', step: 'checking' }),
    );
    models = checked.models;
    memory = createDecisionMemory(models);
    const { meta, backend, policy } = models;
    return { meta, backend, policy, gpu: checked.host.gpu, activations: checked.variant.activations };
  },
  async hear({ index, window }) {
    await loaded().hear(index, window);
    rest();
    return undefined;
  },
  async judge({ asks }) {
    const answers = await loaded().judge(asks);
    rest();
    return answers;
  },
  state: ({ word }) => Promise.resolve(loaded().state(word)),
  async forget() {
    await memory?.forget();
    return undefined;
  },
});
