import { floatData, type ModelSession, type Tensor, type Tensors } from '../shared/model';
import type { Samples } from '../shared/units';
import { withoutTail } from './cache';

/** The shapes of a recogniser pack, from its `meta.json`. */
export interface RecogniserShape {
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  readonly samplesPerFrame: Samples;
  readonly firstToken: number;
  readonly lastToken: number;
}

/** What one pass over an utterance gave. */
export interface Hypothesis {
  /** Without the first and the last token. */
  readonly tokens: readonly number[];
  /** Natural logarithm of each token's probability; for forced tokens, of the token that would have been chosen. */
  readonly logProbs: readonly number[];
  /** Where in the audio the model looked for each token and then for the end: rows of `frames` weights. */
  readonly attention: readonly Float32Array[];
  /** False when the length bound stopped it. */
  readonly ended: boolean;
}

/** What one pass takes. */
export interface Utterance {
  readonly samples: Float32Array;
  /** Tokens that are settled: the hypothesis begins with them. */
  readonly forced: readonly number[];
  /** A guess at what follows, such as the last pass's; checked in one call, and cheap where it is right. */
  readonly draft: readonly number[];
  readonly maxTokens: number;
}

export interface Recogniser {
  readonly shape: RecogniserShape;
  decode(utterance: Utterance): Promise<Hypothesis>;
}

/** The shortest audio that the encoder takes without an empty frame in its three convolutions. */
export const MIN_UTTERANCE_SAMPLES: Samples = 1024;

/** Moonshine, greedily: encode once, check forced and drafted tokens in one call, then go on token by token. */
export function createRecogniser(
  encoder: ModelSession,
  decoder: ModelSession,
  shape: RecogniserShape,
): Recogniser {
  const { layers, heads, headSize, firstToken, lastToken } = shape;
  const cacheNames = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  const emptyCache = (): Record<string, Tensor> =>
    Object.fromEntries(
      cacheNames.map((name) => [
        `past.${name}`,
        { type: 'float32', data: new Float32Array(0), dims: [1, heads, 0, headSize] },
      ]),
    );
  const step = async (ids: readonly number[], past: Tensors, cross: Tensors): Promise<Step> => {
    const input: Tensor = {
      type: 'int64',
      data: BigInt64Array.from(ids, BigInt),
      dims: [1, ids.length],
    };
    const result = await decoder.run({ input_ids: input, ...past, ...cross });
    const token = result['token'];
    if (!(token?.data instanceof BigInt64Array)) throw new TypeError('The decoder gave no int64 "token".');
    const attention = floatData(result['attention'], 'attention');
    const frames = attention.length / ids.length;
    return {
      best: Array.from(token.data, Number),
      logProbs: Array.from(floatData(result['log_prob'], 'log_prob')),
      rows: ids.map((_, row) => attention.slice(row * frames, (row + 1) * frames)),
      past: Object.fromEntries(
        cacheNames.map((name) => [`past.${name}`, presentTensor(result, `present.${name}`)]),
      ),
    };
  };

  return {
    shape,
    async decode({ samples, forced, draft, maxTokens }) {
      const cross = await encoder.run({
        input_values: { type: 'float32', data: samples, dims: [1, samples.length] },
      });
      const guess = [...forced, ...draft].slice(0, Math.max(forced.length, maxTokens));
      let { best, logProbs, rows, past } = await step([firstToken, ...guess], emptyCache(), cross);
      let right = forced.length;
      while (right < guess.length && best[right] === guess[right]) right++;
      const tokens = guess.slice(0, right);
      const hypothesis = { logProbs: logProbs.slice(0, right + 1), attention: rows.slice(0, right + 1) };
      past = withoutTail(past, guess.length - right);
      let next = best[right] ?? lastToken;
      while (next !== lastToken && tokens.length < maxTokens) {
        tokens.push(next);
        ({ best, logProbs, rows, past } = await step([next], past, cross));
        hypothesis.logProbs.push(...logProbs);
        hypothesis.attention.push(...rows);
        next = best[0] ?? lastToken;
      }
      return { tokens, ...hypothesis, ended: next === lastToken };
    },
  };
}

interface Step {
  readonly best: readonly number[];
  readonly logProbs: number[];
  readonly rows: Float32Array[];
  readonly past: Tensors;
}

function presentTensor(result: Tensors, name: string): Tensor {
  const tensor = result[name];
  if (!tensor) throw new TypeError(`The decoder gave no "${name}".`);
  return tensor;
}
