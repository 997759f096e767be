import * as v from 'valibot';
import type { Turn } from '../flow';
import { floatData, type ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { contextGains, type ContextTable } from './context-text';
import { readJointMaps, type JointMaps } from './joint-maps';
import { frameCount, logMel } from './log-mel';

/** The part of an open pack that the encoders need. */
export interface EncoderPack {
  readonly id: string;
  readonly meta: unknown;
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
}

/** The four packs that place contexts and recordings in one space. */
export interface ClipEncoderPacks {
  readonly voiceEncoder: EncoderPack;
  readonly contextEncoder: EncoderPack;
  readonly joint: EncoderPack;
  readonly affect: EncoderPack;
}

/** The packs that place a context; no graph is among them. */
export type ContextPacks = Omit<ClipEncoderPacks, 'voiceEncoder'>;

/** What places a context: tables only. */
export interface ContextModels {
  readonly maps: JointMaps;
  gains(turns: readonly Turn[]): readonly number[];
}

/** The encoders, loaded. Calls are not queued: the owner makes one at a time. */
export interface ClipModels extends ContextModels {
  /** What made the vectors; vectors of another maker cannot be compared with them. */
  readonly encoder: string;
  readonly backend: string;
  /**
   * Mean and standard deviation of the voice's states over a recording of 16 kHz mono, at most the last 8 s, averaged over
   * the speeds that the pack names, and those of the encoder's first block at the first speed: [2304].
   */
  pooled(samples: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

const voiceMeta = v.looseObject({
  rates: v.pipe(v.array(v.pipe(v.number(), v.gtValue(0))), v.minLength(1)),
  first_block: v.number(),
});
const contextMeta = v.looseObject({ scale: v.array(v.number()) });

/** Loads the tables. Throws a `PlainError` when a file is damaged. */
export async function loadContextModels({
  contextEncoder,
  joint,
  affect,
}: ContextPacks): Promise<ContextModels> {
  const maps = readJointMaps(
    { meta: joint.meta, bytes: await joint.bytes('joint.bin') },
    { meta: affect.meta, bytes: await affect.bytes('affect.bin') },
  );
  const table = await readTable(contextEncoder);
  return { maps, gains: (turns) => contextGains(table, turns) };
}

/** Loads the graph and the tables. Throws a `PlainError` when a file is damaged or the device cannot hold it. */
export async function loadClipModels(host: ModelHost, packs: ClipEncoderPacks): Promise<ClipModels> {
  const { voiceEncoder, joint, affect } = packs;
  const context = await loadContextModels(packs);
  const { rates, first_block } = readMeta(voiceEncoder, voiceMeta);
  const session = await host.load(await voiceEncoder.bytes('voice.onnx'));
  return {
    encoder: `${voiceEncoder.id} ${joint.id} ${affect.id}`,
    backend: host.backend,
    ...context,
    async pooled(samples) {
      const heard: Float32Array[] = [];
      for (const rate of rates) {
        const played = atRate(samples, rate);
        const { data, columns } = logMel(played);
        const { frames } = await session.run({
          features: { type: 'float32', data, dims: [1, data.length / columns, columns] },
        });
        heard.push(poolFrames(floatData(frames, 'frames'), frameCount(played.length), columns / 2));
      }
      const first = heard[0] ?? new Float32Array();
      const width = first.length / 2;
      return Float32Array.of(
        ...meanOf(heard),
        ...first.subarray(0, first_block),
        ...first.subarray(width, width + first_block),
      );
    },
    release: () => session.release(),
  };
}

/** The sound played at another speed, pitch and all, by straight lines between its samples. */
export function atRate(samples: Float32Array, rate: number): Float32Array {
  if (rate === 1) return samples;
  return Float32Array.from({ length: Math.trunc(samples.length / rate) }, (_, n) => {
    const at = Math.min(n * rate, samples.length - 1);
    const before = Math.floor(at);
    const left = samples[before] ?? 0;
    return left + ((samples[before + 1] ?? left) - left) * (at - before);
  });
}

/** The mean of vectors of one length. */
const meanOf = (vectors: readonly Float32Array[]): Float32Array =>
  Float32Array.from(
    vectors[0] ?? [],
    (_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0), 0) / vectors.length,
  );

/** Mean and standard deviation over the last `kept` of `count` frames. */
export function poolFrames(frames: Float32Array, kept: number, count: number): Float32Array {
  const width = frames.length / count;
  const pooled = new Float32Array(2 * width);
  for (let column = 0; column < width; column++) {
    let sum = 0;
    let squares = 0;
    for (let frame = count - kept; frame < count; frame++) sum += frames[frame * width + column] ?? 0;
    const mean = sum / kept;
    for (let frame = count - kept; frame < count; frame++)
      squares += ((frames[frame * width + column] ?? 0) - mean) ** 2;
    pooled[column] = mean;
    pooled[width + column] = Math.sqrt(squares / kept);
  }
  return pooled;
}

function readMeta<Schema extends v.GenericSchema>(pack: EncoderPack, schema: Schema): v.InferOutput<Schema> {
  const meta = v.safeParse(schema, pack.meta);
  if (meta.success) return meta.output;
  throw new PlainError(
    'pack-malformed',
    `The pack ${pack.id} does not say what is needed of it.`,
    'Copy the pack again, whole.',
  );
}

async function readTable(pack: EncoderPack): Promise<ContextTable> {
  const meta = v.safeParse(contextMeta, pack.meta);
  const vocabulary = v.safeParse(v.array(v.string()), await pack.json('vocabulary.json'));
  const bytes = await pack.bytes('table.bin');
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  if (
    !meta.success ||
    !vocabulary.success ||
    weights.length !== vocabulary.output.length * meta.output.scale.length
  )
    throw new PlainError(
      'pack-malformed',
      `The table of the pack ${pack.id} does not fit its vocabulary.`,
      'Copy the pack again, whole.',
    );
  return {
    rows: new Map(vocabulary.output.map((entry, row) => [entry, row])),
    weights,
    scale: meta.output.scale,
  };
}
