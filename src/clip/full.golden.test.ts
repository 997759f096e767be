import { beforeAll, describe, expect, it } from 'vitest';
import { openPack, parseVariants, TINY_SET } from '../packs';
import { createModelHost } from '../packs/host';
import type { ModelHost } from '../shared/model';
import { tinySource } from '../testing/node/models';
import { fullContextDeviation, loadCheckedContext } from './full-check';
import { createFullContextEncoder } from './full-encoder';
import { loadFullContext, type FullContextModels, type FullContextPacks } from './full-models';
import { madeSound } from './made-sound';

/* The tiny set has the full one's architecture in a toy size with random weights: what is checked is the code, not the choice. */

let packs: FullContextPacks;
let host: ModelHost;
let models: FullContextModels;
beforeAll(async () => {
  packs = {
    voiceEncoder: await openPack(tinySource(), TINY_SET.voiceEncoder),
    joint: await openPack(tinySource(), TINY_SET.joint),
  };
  host = createModelHost({ threads: 1 });
  models = await loadCheckedContext(host, packs);
}, 120_000);

const STATE = Float32Array.from({ length: 64 }, (_, index) => Math.sin(index));

describe('the full set’s contexts', () => {
  it('have the reference’s numbers', async () => {
    const [, variant] = parseVariants(packs.voiceEncoder.meta, packs.voiceEncoder.id);
    expect(variant?.activations).toBe('float32');
    const { voice, joint } = await fullContextDeviation(models, packs, variant ?? expect.unreachable());
    expect(voice).toBeLessThan(0.2);
    expect(joint).toBeLessThan(0.2);
  });

  it('are unit vectors with a probability for each form', async () => {
    const encoder = createFullContextEncoder(models);
    const { space, vector, forms, nearest } = await encoder.embedContext({
      turns: [],
      state: STATE,
      voice: madeSound(16_000),
    });
    expect([space, vector.length, nearest]).toEqual(['full', 64, undefined]);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
    const shares = Object.values(forms);
    expect(shares).toHaveLength(18);
    expect(shares.reduce((one, other) => one + other)).toBeCloseTo(1, 9);
    // The form whose recordings lie nearest is the likeliest.
    const nearness = Object.entries(models.forms).map(
      ([form, place]) =>
        [form, place.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0)] as const,
    );
    const best = nearness.reduce((one, other) => (other[1] > one[1] ? other : one))[0];
    expect(forms[best]).toBe(Math.max(...shares));
  });

  it('go by the words’ state and by the last second of the voice, whatever was before it', async () => {
    const encoder = createFullContextEncoder(models);
    const place = async (state: Float32Array, voice: Float32Array): Promise<readonly number[]> =>
      (await encoder.embedContext({ turns: [], state, voice })).vector;
    const sound = madeSound(24_000);
    const own = await place(STATE, sound);
    expect(await place(STATE, sound.subarray(8_000))).toEqual(own);
    expect(await place(STATE, madeSound(16_000, 7))).not.toEqual(own);
    expect(
      await place(
        STATE.map((value) => -value),
        sound,
      ),
    ).not.toEqual(own);
  });

  it.each([
    ['no sound yet', new Float32Array(0)],
    ['a moment of it', madeSound(100)],
    ['silence', new Float32Array(16_000)],
  ])('are numbers for %s', async (_, voice) => {
    const { vector } = await createFullContextEncoder(models).embedContext({
      turns: [],
      state: STATE,
      voice,
    });
    expect(vector.every(Number.isFinite)).toBe(true);
  });

  it('are refused without what the decision made of the words', async () => {
    await expect(createFullContextEncoder(models).embedContext({ turns: [] })).rejects.toMatchObject({
      code: 'context-without-state',
    });
  });

  it('are refused on a device that gives other numbers, by its name', async () => {
    const wrong: ModelHost = {
      ...host,
      backend: 'webgpu (acme 5)',
      async load(graph) {
        const session = await host.load(graph);
        const run: typeof session.run = async (feeds, outputs) => {
          const given = await session.run(feeds, outputs);
          const [[name, tensor] = []] = Object.entries(given);
          if (name === undefined || !(tensor?.data instanceof Float32Array)) return given;
          return {
            [name]: {
              ...tensor,
              type: 'float32',
              dims: tensor.dims,
              data: tensor.data.map((value) => value + 0.1),
            },
          };
        };
        return { ...session, run };
      },
    };
    await expect(loadCheckedContext(wrong, packs)).rejects.toMatchObject({
      code: 'self-check-failed',
      message: expect.stringContaining('acme 5') as string,
    });
  });

  it('are refused where nothing of the pack runs, or was fetched', async () => {
    const without = {
      ...packs,
      voiceEncoder: { ...packs.voiceEncoder, files: ['fp16.onnx', 'fp16.onnx.data'] },
    };
    await expect(loadCheckedContext(host, without)).rejects.toMatchObject({ code: 'variant-missing' });
  });

  it('are refused when the projection does not say what it is', async () => {
    const joint = { ...packs.joint, meta: { ...Object(packs.joint.meta), temperature: 0 } as unknown };
    const [, variant] = parseVariants(packs.voiceEncoder.meta, packs.voiceEncoder.id);
    await expect(
      loadFullContext(host, { ...packs, joint }, variant ?? expect.unreachable()),
    ).rejects.toMatchObject({ code: 'pack-malformed' });
  });
});
