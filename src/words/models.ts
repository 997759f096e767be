import * as v from 'valibot';
import type { Pack } from '../packs';
import type { ModelHost, ModelSession } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { createReader, type WordReader } from './reader';
import { createRecogniser, type Recogniser, type RecogniserShape } from './recogniser';
import { readTokens, type Tokens } from './tokenizer';
import { createVad, type Vad } from './vad';

/** The two packs of this stage. */
export interface WordsPacks {
  readonly vad: Pack;
  readonly recogniser: Pack;
}

/** What hearing words takes, whichever recogniser it is. */
export interface Hearing {
  /** The device by name. */
  readonly backend: string;
  readonly reader: WordReader;
  /** A voice activity detector that has heard nothing yet. */
  newVad(): Vad;
}

/** Both models, loaded on one device. */
export interface WordsModels extends Hearing {
  readonly recogniser: Recogniser;
  readonly tokens: Tokens;
  release(): Promise<void>;
}

const vadFields = v.object({ graph: v.string() });
const recogniserFields = v.object({
  encoder: v.string(),
  decoder: v.string(),
  tokens: v.string(),
  layers: v.number(),
  heads: v.number(),
  head_size: v.number(),
  samples_per_frame: v.number(),
  first_token: v.number(),
  last_token: v.number(),
});

/** Loads both models. Throws a `PlainError` when a file is damaged or missing, or the device cannot hold it. */
export async function loadWordsModels(host: ModelHost, packs: WordsPacks): Promise<WordsModels> {
  const meta = fieldsOf(recogniserFields, packs.recogniser);
  const shape: RecogniserShape = {
    layers: meta.layers,
    heads: meta.heads,
    headSize: meta.head_size,
    samplesPerFrame: meta.samples_per_frame,
    firstToken: meta.first_token,
    lastToken: meta.last_token,
  };
  const [vad, encoderBytes, decoderBytes, tokenBytes] = await Promise.all([
    openVad(host, packs.vad),
    packs.recogniser.bytes(meta.encoder),
    packs.recogniser.bytes(meta.decoder),
    packs.recogniser.bytes(meta.tokens),
  ]);
  const tokens = readTokens(tokenBytes);
  const encoder = await host.load(encoderBytes);
  const decoder = await host.load(decoderBytes);
  const recogniser = createRecogniser(encoder, decoder, shape);
  return {
    backend: host.backend,
    recogniser,
    tokens,
    reader: createReader(recogniser, tokens),
    newVad: () => createVad(vad),
    async release() {
      await vad.release();
      await encoder.release();
      await decoder.release();
    },
  };
}

/** Loads a voice activity detector alone; gives what makes one that has heard nothing yet. */
export async function loadVad(host: ModelHost, pack: Pack): Promise<() => Vad> {
  const vad = await openVad(host, pack);
  return () => createVad(vad);
}

const openVad = async (host: ModelHost, pack: Pack): Promise<ModelSession> =>
  host.load(await pack.bytes(fieldsOf(vadFields, pack).graph));

function fieldsOf<S extends v.GenericSchema>(schema: S, pack: Pack): v.InferOutput<S> {
  const parsed = v.safeParse(schema, pack.meta);
  if (parsed.success) return parsed.output;
  throw new PlainError(
    'pack-malformed',
    `The pack ${pack.id} is not of the kind that the words stage needs.`,
    'Copy the folder "models" again, whole.',
  );
}
