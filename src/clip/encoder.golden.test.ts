import { beforeAll, describe, expect, it } from 'vitest';
import { openPack, SMALL_SET } from '../packs';
import { createModelHost } from '../packs/host';
import { nodeSource } from '../testing/node/models';
import { createClipEncoder, type ClipEncoder } from './encoder';
import { clipDeviations, madeUpVoice, selfCheckClips } from './encoder-check';
import { loadClipModels, type ClipEncoderPacks, type ClipModels } from './encoder-models';

/* The small packs of the joint space against the reference that fitted them; a missing file fails. */

let packs: ClipEncoderPacks;
let models: ClipModels;
let encoder: ClipEncoder;
beforeAll(async () => {
  const source = nodeSource();
  packs = {
    voiceEncoder: await openPack(source, SMALL_SET.voiceEncoder),
    recogniser: await openPack(source, SMALL_SET.recogniser),
    speakerEncoder: await openPack(source, SMALL_SET.speakerEncoder),
    contextEncoder: await openPack(source, SMALL_SET.contextEncoder),
    joint: await openPack(source, SMALL_SET.joint),
    affect: await openPack(source, SMALL_SET.affect),
  };
  models = await loadClipModels(createModelHost(), packs);
  encoder = createClipEncoder(models);
}, 120_000);

const length = (vector: readonly number[]): number => Math.hypot(...vector);
const voice = (pitch_hz: number): Float32Array => madeUpVoice({ pitch_hz, seconds: 0.5, slope: 0 });

describe('the joint space', () => {
  it('gives the reference’s numbers', async () => {
    for (const { pack, difference, tolerance } of await clipDeviations(models, packs))
      expect(difference, pack).toBeLessThanOrEqual(tolerance);
  });

  it('refuses a device that gives other numbers', async () => {
    const wrong: ClipModels = {
      ...models,
      heard: () =>
        Promise.resolve({
          voice: new Float32Array(2304),
          words: new Float32Array(576),
          speaker: new Float32Array(1024),
        }),
    };
    await expect(selfCheckClips(wrong, packs)).rejects.toMatchObject({ code: 'pack-wrong-numbers' });
  });

  it('places a recording and hears its pitch', async () => {
    const low = await encoder.embedRecording(voice(120));
    const high = await encoder.embedRecording(voice(240));
    expect(length(low.vector)).toBeCloseTo(1, 6);
    expect(low.pitchHz).toBeCloseTo(120, 0);
    expect(high.pitchHz).toBeCloseTo(240, 0);
    expect(low.voicedMs).toBeGreaterThan(300);
    for (const value of [low.energy, low.polarity, low.surprisal]) {
      expect(value).toBeGreaterThanOrEqual(1);
      expect(value).toBeLessThanOrEqual(5);
    }
    expect(low.vector).not.toEqual(high.vector);
  });

  it('places a context, whatever is in it', async () => {
    const good = await encoder.embedContext({ turns: [{ speaker: 'you', text: 'and then we won it all' }] });
    expect(length(good.vector)).toBeCloseTo(1, 6);
    expect(Object.values(good.forms).reduce((one, other) => one + other)).toBeCloseTo(1, 9);
    for (const text of ['', '😀', 'и так далее', 'and so on '.repeat(20_000)]) {
      const { vector } = await encoder.embedContext({ turns: [{ speaker: 'you', text }] });
      expect(vector.every(Number.isFinite)).toBe(true);
    }
    expect((await encoder.embedContext({ turns: [] })).vector).toHaveLength(good.vector.length);
  });

  it('hears the listener’s own turn as context', async () => {
    const own = { speaker: 'listener', text: 'really where did you go' } as const;
    const told = { speaker: 'you', text: 'to the lake' } as const;
    const alone = await encoder.embedContext({ turns: [told] });
    expect((await encoder.embedContext({ turns: [own, told] })).vector).not.toEqual(alone.vector);
  });

  it.each([
    ['clip-silent', new Float32Array(8000)],
    ['clip-silent', new Float32Array(0)],
    ['clip-broken', new Float32Array(8000).fill(Number.NaN)],
    ['clip-long', new Float32Array(9 * 16_000).fill(0.1)],
  ])('refuses: %s', async (code, samples) => {
    await expect(encoder.embedRecording(samples)).rejects.toMatchObject({ code });
  });
});
