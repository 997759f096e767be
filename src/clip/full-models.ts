import * as v from 'valibot';
import { variantGraph, type Variant, type VariantPack } from '../packs';
import { floatData, type ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { SAMPLE_RATE_HZ, type Samples } from '../shared/units';
import type { EncoderPack } from './encoder-models';

/** The packs that place a context in the full set's space, beside the decision's own state. */
export interface FullContextPacks {
  readonly voiceEncoder: EncoderPack & VariantPack & { readonly files?: readonly string[] };
  readonly joint: EncoderPack;
}

/** WavLM and the projection of contexts, loaded. Calls are not queued: the owner makes one at a time. */
export interface FullContextModels {
  readonly backend: string;
  /** The place of each form: the middle of its recordings, a unit vector. */
  readonly forms: Readonly<Record<string, readonly number[]>>;
  /** Cosines are divided by it before they become probabilities. */
  readonly temperature: number;
  /** WavLM's mean state over the last second of a sound (16 kHz). */
  pooled(sound: Float32Array): Promise<Float32Array>;
  /** The unit vector of a context: the decision backbone's state, then WavLM's mean. */
  place(states: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/** The graph always gets so much, so that a GPU compiles its shaders once. */
const WINDOW: Samples = SAMPLE_RATE_HZ;
/** Of a shorter sound some of the padding is heard too: WavLM's first layers look at so much at once. */
const LEAST: Samples = 800;

const vector = v.pipe(v.array(v.number()), v.minLength(2));
const jointMeta = v.looseObject({
  forms: v.pipe(
    v.record(v.string(), vector),
    v.check((forms) => Object.keys(forms).length > 0),
  ),
  temperature: v.pipe(v.number(), v.gtValue(0)),
});

/** Loads one variant of the voice's graph and the projection. Throws a `PlainError` when a file is damaged or the device cannot hold it. */
export async function loadFullContext(
  host: ModelHost,
  { voiceEncoder, joint }: FullContextPacks,
  variant: Variant,
): Promise<FullContextModels> {
  const meta = v.safeParse(jointMeta, joint.meta);
  if (!meta.success)
    throw new PlainError(
      'pack-malformed',
      `The pack ${joint.id} does not say what is needed of it.`,
      'Fetch the pack again, whole.',
    );
  const { forms, temperature } = meta.output;
  const voice = await host.load(await variantGraph(voiceEncoder, variant));
  const projection = await host.load({ bytes: await joint.bytes('context.onnx'), onProcessor: true });
  return {
    backend: host.backend,
    forms,
    temperature,
    async pooled(sound) {
      const latest = sound.subarray(Math.max(0, sound.length - WINDOW));
      const samples = new Float32Array(WINDOW);
      samples.set(latest);
      const mask = new Float32Array(WINDOW).fill(1, 0, Math.max(latest.length, LEAST));
      const dims = [1, WINDOW];
      const { pooled } = await voice.run({
        samples: { type: 'float32', data: samples, dims },
        mask: { type: 'float32', data: mask, dims },
      });
      return floatData(pooled, 'pooled').slice();
    },
    async place(data) {
      const { vector } = await projection.run({
        states: { type: 'float32', data, dims: [1, data.length] },
      });
      return floatData(vector, 'vector').slice();
    },
    async release() {
      await voice.release();
      await projection.release();
    },
  };
}
