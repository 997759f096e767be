import { floatData, type ModelSession, type Tensor, type Tensors } from '../shared/model';
import type { Samples } from '../shared/units';
import { withoutTail } from './cache';
import { draftAfter } from './draft';

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
  /** Natural logarithm of each token's probability, and then of the end's. */
  readonly logProbs: readonly number[];
  /** Where in the audio the model looked for each token and then for the end: rows of `frames` weights. */
  readonly attention: readonly Float32Array[];
  /** False when the length bound stopped it. */
  readonly ended: boolean;
}

/** What one pass takes. */
export interface Utterance {
  readonly samples: Float32Array;
  /** A guess, such as the last pass's tokens: many are checked in one call, so that a pass costs only what is new. */
  readonly draft: readonly number[];
  readonly maxTokens: number;
}

export interface Recogniser {
  readonly shape: RecogniserShape;
  decode(utterance: Utterance): Promise<Hypothesis>;
}

/** The shortest audio that the encoder takes without an empty frame in its three convolutions. */
export const MIN_UTTERANCE_SAMPLES: Samples = 1024;

/** Moonshine, greedily: encode once, then let each call of the decoder check as much of the draft as it can. */
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
    const input: Tensor = { type: 'int64', data: BigInt64Array.from(ids, BigInt), dims: [1, ids.length] };
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
    async decode({ samples, draft, maxTokens }) {
      const cross = await encoder.run({
        input_values: { type: 'float32', data: samples, dims: [1, samples.length] },
      });
      const tokens: number[] = [];
      const logProbs: number[] = [];
      const attention: Float32Array[] = [];
      let past: Tensors = emptyCache();
      let last = firstToken;
      let guess = draft.slice(0, maxTokens);
      for (;;) {
        const checked = await step([last, ...guess], past, cross);
        let right = 0;
        while (right < guess.length && checked.best[right] === guess[right]) right++;
        tokens.push(...guess.slice(0, right));
        logProbs.push(...checked.logProbs.slice(0, right + 1));
        attention.push(...checked.rows.slice(0, right + 1));
        past = withoutTail(checked.past, guess.length - right);
        last = checked.best[right] ?? lastToken;
        if (last === lastToken || tokens.length >= maxTokens) break;
        tokens.push(last);
        guess = draftAfter(draft, tokens).slice(0, maxTokens - tokens.length);
      }
      return { tokens, logProbs, attention, ended: last === lastToken };
    },
  };
}

interface Step {
  readonly best: readonly number[];
  readonly logProbs: readonly number[];
  readonly rows: readonly Float32Array[];
  readonly past: Tensors;
}

function presentTensor(result: Tensors, name: string): Tensor {
  const tensor = result[name];
  if (!tensor) throw new TypeError(`The decoder gave no "${name}".`);
  return tensor;
}
