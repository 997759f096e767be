import * as v from 'valibot';
import type { Turn } from '../flow';
import type { ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { contextGains, type ContextTable } from './context-text';
import { loadEars, type Ears } from './ears';
import { readJointMaps, type JointMaps } from './joint-maps';

/** The part of an open pack that the encoders need. */
export interface EncoderPack {
  readonly id: string;
  readonly meta: unknown;
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
}

/** The packs that place contexts and recordings in one space. */
export interface ClipEncoderPacks {
  readonly voiceEncoder: EncoderPack;
  /** Of it the encoder alone. */
  readonly recogniser: EncoderPack;
  readonly speakerEncoder: EncoderPack;
  readonly contextEncoder: EncoderPack;
  readonly joint: EncoderPack;
  readonly affect: EncoderPack;
}

/** The packs that place a context; no graph is among them. */
export type ContextPacks = Pick<ClipEncoderPacks, 'contextEncoder' | 'joint' | 'affect'>;

/** What places a context: tables only. */
export interface ContextModels {
  readonly maps: JointMaps;
  gains(turns: readonly Turn[]): readonly number[];
}

/** The encoders, loaded. Calls are not queued: the owner makes one at a time. */
export interface ClipModels extends ContextModels, Ears {
  /** What made the vectors; vectors of another maker cannot be compared with them. */
  readonly encoder: string;
  readonly backend: string;
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

/** Loads the graphs and the tables. Throws a `PlainError` when a file is damaged or the device cannot hold it. */
export async function loadClipModels(host: ModelHost, packs: ClipEncoderPacks): Promise<ClipModels> {
  const { voiceEncoder, recogniser, speakerEncoder, joint, affect } = packs;
  const context = await loadContextModels(packs);
  const ears = await loadEars(host, packs);
  return {
    encoder: [voiceEncoder, recogniser, speakerEncoder, joint, affect].map(({ id }) => id).join(' '),
    backend: host.backend,
    ...context,
    ...ears,
  };
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
