import { beforeAll, describe, expect, it } from 'vitest';
import { wordsModels, wordsPacks } from '../testing/node/words';
import type { WordsModels, WordsPacks } from './models';
import { selfCheckWords } from './self-check';

let models: WordsModels;
let packs: WordsPacks;

beforeAll(async () => {
  models = await wordsModels();
  packs = await wordsPacks();
});

describe('selfCheckWords', () => {
  it('finds the numbers of the reference', async () => {
    await expect(selfCheckWords(models, packs)).resolves.toBeUndefined();
  });

  it('refuses a recogniser that is a little off, by the name of its pack and device', async () => {
    const off: WordsModels = {
      ...models,
      recogniser: {
        ...models.recogniser,
        async decode(utterance) {
          const right = await models.recogniser.decode(utterance);
          return { ...right, logProbs: right.logProbs.map((value) => value - 3) };
        },
      },
    };
    await expect(selfCheckWords(off, packs)).rejects.toMatchObject({
      code: 'self-check-failed',
      message: expect.stringMatching(/moonshine-tiny@1.*wasm/),
    });
  });

  it('refuses a voice activity detector that gives NaN', async () => {
    const off: WordsModels = {
      ...models,
      newVad: () => ({ probability: () => Promise.resolve(Number.NaN) }),
    };
    await expect(selfCheckWords(off, packs)).rejects.toMatchObject({
      code: 'self-check-failed',
      message: expect.stringContaining('silero-vad@6'),
    });
  });
});
