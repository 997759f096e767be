import { beforeAll, describe, expect, it } from 'vitest';
import { openPack, TINY_SET } from '../packs';
import { createModelHost } from '../packs/host';
import type { Graph, ModelHost, Tensor, Tensors } from '../shared/model';
import { tinySource } from '../testing/node/models';
import { cachedWords, cacheStart } from './cache-policy';
import type { DecisionPacks } from './decision-packs';
import { loadCheckedDecision, loadOnHost } from './full-models';
import type { DecisionModels } from './models';
import { decisionDeviation, readDecisionGolden, type CachedCase, type DecisionGolden } from './self-check';
import { createDecisionStage } from './stage';
import { createWordTokenizer } from './tokens';

/* The full set's decision in its toy size on WASM, against the reference that made it. */

let packs: DecisionPacks;
let golden: DecisionGolden;
let cases: readonly CachedCase[];
let models: DecisionModels;
let host: ModelHost;

beforeAll(async () => {
  const source = tinySource();
  packs = {
    backbone: await openPack(source, TINY_SET.backbone),
    head: await openPack(source, TINY_SET.head),
  };
  golden = await readDecisionGolden(packs);
  if (!golden.backbone.cached) throw new TypeError('The full backbone has a cache.');
  cases = golden.backbone.cases;
  host = createModelHost({ threads: 1 });
  models = (await loadCheckedDecision(host, packs)).models;
}, 60_000);

describe('before the models', () => {
  it('begins the cache where the reference does, and makes the same tokens', async () => {
    const { encode, opening } = createWordTokenizer(
      await packs.backbone.json('tokenizer.json'),
      await packs.backbone.json('tokenizer_config.json'),
    );
    const policy = models.policy;
    if (!policy) throw new TypeError('A cache has a policy.');
    expect(cases.some(({ words }) => words.length > policy.mostWords)).toBe(true);
    for (const { words, start, input_ids, word_ends } of cases) {
      expect(cacheStart(policy, words.length - 1)).toBe(start);
      const { pieces } = cachedWords(
        policy,
        words.map((text) => ({ text })),
        words.length - 1,
      );
      const ids: number[] = [...opening];
      const ends = pieces.map((piece) => {
        ids.push(...encode(piece));
        return Math.max(ids.length - 1, 0);
      });
      expect(ids).toEqual(input_ids);
      expect(ends).toEqual(word_ends);
    }
  });
});

describe('the models', () => {
  it('give the reference numbers, far within what devices are allowed', async () => {
    const { backbone, head } = await decisionDeviation(models, golden);
    expect(backbone).toBeLessThanOrEqual(0.2);
    expect(head).toBeLessThanOrEqual(0.2);
  });

  it('give the same state word by word, over two slides, with the next cache prepared and without', async () => {
    const longest = cases.reduce((best, next) => (next.words.length > best.words.length ? next : best));
    const words = longest.words.map((text, index) => ({
      text,
      startMs: 300 * index,
      endMs: 300 * index + 250,
      heardMs: 300 * index + 400,
      speaker: 'you' as const,
    }));
    const stage = createDecisionStage(models);
    for (const prepares of [true, false]) {
      await stage.forget();
      for (const index of words.keys()) {
        await stage.hear(words, index);
        while (prepares && (await models.prepare()));
      }
      const state = await stage.state?.(words.length - 1);
      expect(state).toHaveLength(longest.hidden.length);
      for (const [at, value] of longest.hidden.entries()) expect(state?.[at]).toBeCloseTo(value, 3);
    }
  }, 120_000);
});

/** A device that has a GPU's features and computes on WASM what `change` makes of it. */
function fakeGpu(change: (graph: number, out: Tensors) => Tensors): ModelHost & { loads: number[] } {
  const loads: number[] = [];
  return {
    loads,
    backend: 'webgpu (acme)',
    gpu: { name: 'acme', shaderF16: false },
    async load(given: Uint8Array | Graph) {
      const graph = given instanceof Uint8Array ? { bytes: given } : given;
      const number = loads.push(graph.bytes.length) - 1;
      const session = await host.load(graph);
      return { ...session, run: async (feeds, outputs) => change(number, await session.run(feeds, outputs)) };
    },
  };
}
const shifted = (tensor: Tensor | undefined): Tensor => ({
  type: 'float32',
  dims: tensor?.dims ?? [],
  data: Float32Array.from(tensor?.data as Float32Array, (value) => value + 1),
});
/** The same pack, with its 32-bit variant named twice: as if there were two to try. */
const twice = (): DecisionPacks => {
  const meta = packs.backbone.meta as { readonly variants: readonly { activations: string }[] };
  const [full] = meta.variants.filter(({ activations }) => activations === 'float32');
  return { ...packs, backbone: { ...packs.backbone, meta: { ...meta, variants: [full, full] } } };
};

describe('loadCheckedDecision', () => {
  it('refuses a device that computes something else, by its name', async () => {
    const wrong = fakeGpu((_, out) =>
      out['hidden_states'] ? { ...out, hidden_states: shifted(out['hidden_states']) } : out,
    );
    await expect(loadCheckedDecision(wrong, packs)).rejects.toMatchObject({
      code: 'self-check-failed',
      message: expect.stringContaining('webgpu (acme)') as string,
    });
  });

  it('tries the next variant where one gives wrong numbers', async () => {
    // Each try loads three graphs: the backbone and the head's two.
    const device = fakeGpu((graph, out) =>
      graph === 0 && out['hidden_states'] ? { ...out, hidden_states: shifted(out['hidden_states']) } : out,
    );
    const checked = await loadCheckedDecision(device, twice());
    expect(device.loads).toHaveLength(6);
    await checked.models.release();
  });

  it('tries a GPU whose numbers are wrong once more without its subgroups', async () => {
    const made: { subgroups: boolean; ended: boolean }[] = [];
    const makeHost = (subgroups: boolean) => {
      const told = { subgroups, ended: false };
      made.push(told);
      const device = fakeGpu((_, out) =>
        subgroups && out['hidden_states'] ? { ...out, hidden_states: shifted(out['hidden_states']) } : out,
      );
      return Promise.resolve({
        ...device,
        gpu: { name: 'acme', shaderF16: false, subgroups },
        end: () => (told.ended = true),
      });
    };
    const { models: loaded } = await loadOnHost(makeHost, packs);
    expect(made).toEqual([
      { subgroups: true, ended: true },
      { subgroups: false, ended: false },
    ]);
    await loaded.release();
  });

  it('says so where nothing in the pack runs on the device, or it was not fetched', async () => {
    const device = fakeGpu((_, out) => out);
    const none = { ...packs, backbone: { ...packs.backbone, files: ['tokenizer.json'] } };
    await expect(loadCheckedDecision(device, none)).rejects.toMatchObject({ code: 'variant-missing' });
    expect(device.loads).toEqual([]);
  });
});
