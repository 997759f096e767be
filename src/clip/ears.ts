import * as v from 'valibot';
import { floatData, type ModelHost, type Tensor } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import type { Samples } from '../shared/units';
import type { ClipEncoderPacks, EncoderPack } from './encoder-models';
import type { Heard } from './joint-maps';
import { frameCount, logMel } from './log-mel';

/* The Python twin is `training/mhm_training/ears.py`. */

const voiceMeta = v.looseObject({
  rates: v.pipe(v.array(v.pipe(v.number(), v.gtValue(0))), v.minLength(1)),
  first_block: v.number(),
});
const recogniserMeta = v.looseObject({ encoder: v.string(), samples_per_frame: v.number() });
const speakerMeta = v.looseObject({ pad: v.number() });
const wordsMeta = v.looseObject({ words: v.object({ output: v.string(), pad: v.number() }) });

/** What hears a recording: the voice encoder, the recogniser's encoder, which knows words, and the speaker encoder. */
export interface Ears {
  /**
   * Means and standard deviations of states over a recording of 16 kHz mono, at most 8 s, averaged over the speeds that the
   * voice encoder's pack names. The voice also has those of its first block at the first speed.
   */
  heard(samples: Float32Array): Promise<Heard>;
  release(): Promise<void>;
}

/** Loads the graphs. Throws a `PlainError` when a file is damaged or the device cannot hold it. */
export async function loadEars(
  host: ModelHost,
  { voiceEncoder, recogniser, speakerEncoder, joint }: ClipEncoderPacks,
): Promise<Ears> {
  const { rates, first_block } = readMeta(voiceEncoder, voiceMeta);
  const { encoder, samples_per_frame } = readMeta(recogniser, recogniserMeta);
  const { output, pad } = readMeta(joint, wordsMeta).words;
  const voiceSession = await host.load(await voiceEncoder.bytes('voice.onnx'));
  const wordsSession = await host.load(await recogniser.bytes(encoder));
  const { pad: speakerPad } = readMeta(speakerEncoder, speakerMeta);
  const speakerSession = await host.load(await speakerEncoder.bytes('speaker.onnx'));

  async function hearVoice(played: Float32Array): Promise<Float32Array> {
    const { data, columns } = logMel(played);
    const { frames } = await voiceSession.run({
      features: { type: 'float32', data, dims: [1, data.length / columns, columns] },
    });
    const count = columns / 2;
    return poolFrames(floatData(frames, 'frames'), count - frameCount(played.length), count, count);
  }

  /** The silence put around the sound is heard, but not pooled. */
  async function hearWords(played: Float32Array): Promise<Float32Array> {
    const tensor = (await wordsSession.run({ input_values: padded(played, pad) }, [output]))[output];
    const [, heads = 0, count = 0, size = 0] = tensor?.dims ?? [];
    const frames = framesFirst(floatData(tensor, output), heads, count, size);
    const silent = Math.trunc(pad / samples_per_frame);
    return count > 2 * silent + 2
      ? poolFrames(frames, silent, count - silent, count)
      : poolFrames(frames, 0, count, count);
  }

  async function hearSpeaker(played: Float32Array): Promise<Float32Array> {
    const { frames } = await speakerSession.run({ samples: padded(played, speakerPad) });
    const [, count = 0] = frames?.dims ?? [];
    return poolFrames(floatData(frames, 'frames'), 0, count, count);
  }

  return {
    async heard(samples) {
      const voices: Float32Array[] = [];
      const words: Float32Array[] = [];
      const speakers: Float32Array[] = [];
      for (const rate of rates) {
        const played = atRate(samples, rate);
        voices.push(await hearVoice(played));
        words.push(await hearWords(played));
        speakers.push(await hearSpeaker(played));
      }
      const first = voices[0] ?? new Float32Array();
      const width = first.length / 2;
      const voice = Float32Array.of(
        ...meanOf(voices),
        ...first.subarray(0, first_block),
        ...first.subarray(width, width + first_block),
      );
      return { voice, words: meanOf(words), speaker: meanOf(speakers) };
    },
    async release() {
      await voiceSession.release();
      await wordsSession.release();
      await speakerSession.release();
    },
  };
}

/** The sound with silence before and after it, as a graph takes it. */
function padded(samples: Float32Array, silence: Samples): Tensor {
  const data = new Float32Array(samples.length + 2 * silence);
  data.set(samples, silence);
  return { type: 'float32', data, dims: [1, data.length] };
}

/** The sound played at another speed, pitch and all, by straight lines between its samples. */
function atRate(samples: Float32Array, rate: number): Float32Array {
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

/** From [heads, frames, size] to [frames, heads x size]. */
function framesFirst(values: Float32Array, heads: number, count: number, size: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let head = 0; head < heads; head++)
    for (let frame = 0; frame < count; frame++) {
      const at = (head * count + frame) * size;
      out.set(values.subarray(at, at + size), (frame * heads + head) * size);
    }
  return out;
}

/** Mean and standard deviation over the frames `from` to `to` (not included) of `count`. */
function poolFrames(frames: Float32Array, from: number, to: number, count: number): Float32Array {
  const width = frames.length / count;
  const pooled = new Float32Array(2 * width);
  for (let column = 0; column < width; column++) {
    let sum = 0;
    let squares = 0;
    for (let frame = from; frame < to; frame++) sum += frames[frame * width + column] ?? 0;
    const mean = sum / (to - from);
    for (let frame = from; frame < to; frame++)
      squares += ((frames[frame * width + column] ?? 0) - mean) ** 2;
    pooled[column] = mean;
    pooled[width + column] = Math.sqrt(squares / (to - from));
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
