import { describe, expect, it } from 'vitest';
import type { ModelSession, Tensors } from '../shared/model';
import { createRecogniser } from './recogniser';

const END = 2;

/** A decoder that continues `1 -> says[0] -> says[1] …` by position, and counts its calls. */
function fake(says: readonly number[]): { encoder: ModelSession; decoder: ModelSession; calls: number[] } {
  const calls: number[] = [];
  const session = (run: (feeds: Tensors) => Tensors): ModelSession => ({
    inputNames: [],
    outputNames: [],
    run: (feeds) => Promise.resolve(run(feeds)),
    release: () => Promise.resolve(),
  });
  return {
    calls,
    encoder: session(() => ({})),
    decoder: session((feeds) => {
      const count = feeds['input_ids']?.dims[1] ?? 0;
      const past = feeds['past.0.key']?.dims[2] ?? 0;
      calls.push(count);
      const cache = {
        type: 'float32' as const,
        data: new Float32Array(past + count),
        dims: [1, 1, past + count, 1],
      };
      const best = Array.from({ length: count }, (_, n) => BigInt(says[past + n] ?? END));
      return {
        token: { type: 'int64', data: BigInt64Array.from(best), dims: [1, count] },
        log_prob: { type: 'float32', data: new Float32Array(count), dims: [1, count] },
        attention: { type: 'float32', data: new Float32Array(count * 4), dims: [1, count, 4] },
        'present.0.key': cache,
        'present.0.value': cache,
      };
    }),
  };
}

const SHAPE = { layers: 1, heads: 1, headSize: 1, samplesPerFrame: 384, firstToken: 1, lastToken: END };

describe('createRecogniser', () => {
  const decode = async (says: readonly number[], draft: readonly number[], maxTokens = 20) => {
    const { encoder, decoder, calls } = fake(says);
    const samples = new Float32Array(2000);
    const found = await createRecogniser(encoder, decoder, SHAPE).decode({ samples, draft, maxTokens });
    return { ...found, calls };
  };
  const SAYS = [10, 11, 12, 13, 14, 15];

  it('decodes token by token without a draft', async () => {
    const { tokens, ended, calls, attention, logProbs } = await decode(SAYS, []);
    expect(tokens).toEqual(SAYS);
    expect(ended).toBe(true);
    expect(calls).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect([attention.length, logProbs.length]).toEqual([7, 7]);
  });

  it('checks a right draft in one call', async () => {
    const { tokens, calls, attention } = await decode(SAYS, SAYS);
    expect(tokens).toEqual(SAYS);
    expect(calls).toEqual([7]);
    expect(attention).toHaveLength(7);
  });

  it('gives the same with a wrong draft, and takes it up again where it fits', async () => {
    const { tokens, calls, attention, logProbs } = await decode(SAYS, [10, 99, 12, 13, 14, 15]);
    expect(tokens).toEqual(SAYS);
    expect(calls.length).toBeLessThan(5);
    expect([attention.length, logProbs.length]).toEqual([7, 7]);
  });

  it('stops at the bound, and says so', async () => {
    const { tokens, ended } = await decode(SAYS, SAYS, 3);
    expect(tokens).toEqual([10, 11, 12]);
    expect(ended).toBe(false);
  });
});
