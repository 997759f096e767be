import { describe, expect, it } from 'vitest';
import type { Condition, Word } from '../flow';
import { META } from './fixtures';
import type { DecisionModels, HeadAsk } from './models';
import { softmax } from './models';
import { textOf } from './reading';
import { createDecisionStage } from './stage';

const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 0,
  sinceTurnMs: null,
  sinceBackchannelMs: null,
};
const words: Word[] = ['So', 'we', 'went'].map((text, index) => ({
  text,
  startMs: index * 300,
  endMs: index * 300 + 250,
  heardMs: index * 300 + 400,
  speaker: 'you',
}));

/** Models that count their runs; the hidden state is the length of the text. */
function fakeModels() {
  const runs = { backbone: 0, head: 0 };
  const models: DecisionModels = {
    meta: META,
    backend: 'fake',
    policy: null,
    prepare: () => Promise.resolve(false),
    forget: () => Promise.resolve(),
    hidden: ({ words: read }) => {
      runs.backbone += 1;
      return Promise.resolve(Float32Array.of(textOf(read).length));
    },
    probabilities: (asks: readonly HeadAsk[]) => {
      runs.head += 1;
      return Promise.resolve(
        asks.map(({ hidden, condition }) => [hidden[0] ?? 0, condition.dials.bc, 0] as const),
      );
    },
    release: () => Promise.resolve(),
  };
  return { models, runs };
}

describe('createDecisionStage', () => {
  it('runs the backbone once a word and the head once for any number of asks', async () => {
    const { models, runs } = fakeModels();
    const stage = createDecisionStage(models);
    for (const index of words.keys()) await stage.hear(words, index);
    const asks = [2, 0, 1, 1].map((word, ask) => ({
      word,
      condition: { ...CONDITION, dials: { bc: ask / 4, tc: 0 } },
    }));
    expect(await stage.judge(asks)).toEqual([
      ['so we went'.length, 0, 0],
      ['so'.length, 0.25, 0],
      ['so we'.length, 0.5, 0],
      ['so we'.length, 0.75, 0],
    ]);
    expect(runs).toEqual({ backbone: 3, head: 1 });
  });

  it('says so when asked about a word that it never heard or no longer knows', async () => {
    const { models, runs } = fakeModels();
    const stage = createDecisionStage(models, 2);
    await expect(stage.judge([{ word: 0, condition: CONDITION }])).rejects.toMatchObject({
      code: 'word-forgotten',
    });
    for (const index of words.keys()) await stage.hear(words, index);
    await expect(stage.judge([{ word: 0, condition: CONDITION }])).rejects.toMatchObject({
      code: 'word-forgotten',
    });
    await expect(stage.judge([{ word: 1, condition: CONDITION }])).resolves.toHaveLength(1);
    await stage.forget();
    await expect(stage.judge([{ word: 1, condition: CONDITION }])).rejects.toMatchObject({
      code: 'word-forgotten',
    });
    expect(runs.head).toBe(1);
  });

  it('takes a word that was heard again for the latest', async () => {
    const { models } = fakeModels();
    const stage = createDecisionStage(models, 2);
    await stage.hear(words, 0);
    await stage.hear(words, 1);
    await stage.hear(words, 0);
    await stage.hear(words, 2);
    await expect(stage.judge([{ word: 0, condition: CONDITION }])).resolves.toHaveLength(1);
    await expect(stage.judge([{ word: 1, condition: CONDITION }])).rejects.toMatchObject({
      code: 'word-forgotten',
    });
  });

  it('answers nothing to no asks', async () => {
    expect(await createDecisionStage(fakeModels().models).judge([])).toEqual([]);
  });
});

describe('softmax', () => {
  it('sums to one, however large the logits', () => {
    expect(softmax(Float32Array.of(1000, 1000, -1000))).toEqual([0.5, 0.5, 0]);
    expect(softmax(Float32Array.of(0, 0, 0)).reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
  });
});
