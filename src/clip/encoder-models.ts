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
  /** Mean and standard deviation of the voice's states over a recording of 16 kHz mono, at most the last 8 s: [768]. */
  pooled(samples: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

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
  const session = await host.load(await voiceEncoder.bytes('voice.onnx'));
  return {
    encoder: `${voiceEncoder.id} ${joint.id} ${affect.id}`,
    backend: host.backend,
    ...context,
    async pooled(samples) {
      const { data, columns } = logMel(samples);
      const { frames } = await session.run({
        features: { type: 'float32', data, dims: [1, data.length / columns, columns] },
      });
      return poolFrames(floatData(frames, 'frames'), frameCount(samples.length), columns / 2);
    },
    release: () => session.release(),
  };
}

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
