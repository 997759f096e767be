import { beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { CLASSES, type Word } from '../flow';
import { openPack, SMALL_SET } from '../packs';
import { createModelHost } from '../packs/host';
import { seededRandom } from '../shared/random';
import { nodeSource } from '../testing/node/models';
import { conditionVector } from './condition';
import { rateAt } from './dials';
import { parseHeadMeta } from './meta';
import type { DecisionPacks } from './decision-packs';
import { loadDecisionModels, type DecisionModels } from './models';
import { judgePolicy, POLICY_START } from './policy';
import { textOf } from './reading';
import {
  decisionDeviation,
  readDecisionGolden,
  selfCheckDecision,
  wordsOf,
  type DecisionGolden,
} from './self-check';
import { createDecisionStage, type DecisionStage } from './stage';
import { createWindowTokenizer } from './tokens';
import { windowAt } from './window';

/* The small decision packs against the reference that trained them; a missing file fails. */

let packs: DecisionPacks;
let golden: DecisionGolden;
let models: DecisionModels;

beforeAll(async () => {
  const source = nodeSource();
  packs = {
    backbone: await openPack(source, SMALL_SET.backbone),
    head: await openPack(source, SMALL_SET.head),
  };
  golden = await readDecisionGolden(packs);
  models = await loadDecisionModels(createModelHost(), packs);
}, 60_000);

describe('before the models', () => {
  it('has reference cases for words, emoji, both dials, silence and history', () => {
    expect(golden.backbone.cases.length).toBeGreaterThanOrEqual(10);
    expect(golden.head.cases.length).toBeGreaterThanOrEqual(10);
  });

  it('makes the same pieces of text, token ids and word timing', async () => {
    const tokens = createWindowTokenizer(
      await packs.backbone.json('tokenizer.json'),
      await packs.backbone.json('tokenizer_config.json'),
    );
    const { backbone } = golden;
    if (backbone.cached) throw new TypeError('The small backbone has no cache.');
    for (const given of backbone.cases) {
      const words = wordsOf(given);
      const read = windowAt(words, words.length - 1).words;
      expect(textOf(read)).toBe(given.text);
      const { ids, timing } = tokens(read);
      expect(ids).toEqual(given.input_ids);
      const wanted = given.word_timing.flat();
      expect(timing).toHaveLength(wanted.length);
      for (const [index, value] of wanted.entries()) expect(timing[index]).toBeCloseTo(value, 5);
    }
  });

  it('makes the same text and the same condition vector', () => {
    for (const given of golden.head.cases) {
      const words = wordsOf(given);
      const { words: read, timing } = windowAt(words, words.length - 1);
      expect(textOf(read)).toBe(given.text);
      const vector = conditionVector(
        models.meta.condition,
        {
          dials: { bc: given.bc, tc: given.tc },
          silenceMs: given.silence_ms,
          sinceTurnMs: given.since_turn_ms,
          sinceBackchannelMs: given.since_backchannel_ms,
        },
        timing,
      );
      expect(vector).toHaveLength(given.condition.length);
      for (const [index, value] of given.condition.entries()) expect(vector[index]).toBeCloseTo(value, 5);
    }
  });
});

describe('the models', () => {
  it('give the reference numbers within the packs tolerance', async () => {
    const { backbone, head } = await decisionDeviation(models, golden);
    expect(backbone).toBeLessThanOrEqual(1);
    expect(head).toBeLessThanOrEqual(1);
  });

  it('answer many conditions on one word as they answer each alone', async () => {
    const random = seededRandom(5);
    const hidden = Float32Array.from(
      { length: golden.backbone.cases[0]?.hidden.length ?? 0 },
      () => 2 * random() - 1,
    );
    const { timing } = windowAt(talk(3), 2);
    const asks = Array.from({ length: 441 }, (_, step) => ({
      hidden,
      timing,
      condition: {
        dials: { bc: (step % 21) / 20, tc: Math.floor(step / 21) / 20 },
        silenceMs: 10 * step,
        sinceTurnMs: step % 2 === 0 ? null : 50 * step,
        sinceBackchannelMs: step % 3 === 0 ? null : 70 * step,
      },
    }));
    const together = await models.probabilities(asks);
    for (const [index, ask] of asks.entries()) {
      const [alone] = await models.probabilities([ask]);
      for (const [at, value] of (alone ?? []).entries()) expect(together[index]?.[at]).toBeCloseTo(value, 4);
    }
  });

  it('are refused when the device computes something else, or nothing', async () => {
    const size = golden.backbone.cases[0]?.hidden.length ?? 0;
    for (const value of [1, Number.NaN]) {
      const wrong = { ...models, hidden: () => Promise.resolve(new Float32Array(size).fill(value)) };
      await expect(selfCheckDecision(wrong, packs)).rejects.toMatchObject({ code: 'self-check-failed' });
    }
    const short = { ...models, probabilities: () => Promise.resolve([]) };
    await expect(selfCheckDecision(short, packs)).rejects.toMatchObject({ code: 'self-check-failed' });
  });
});

describe('the stage', () => {
  const words = talk(40);
  const all = [...words.keys()];
  let stage: DecisionStage;
  let heardMs = 0;
  beforeAll(async () => {
    stage = createDecisionStage(models);
    const from = performance.now();
    for (const index of all) await stage.hear(words, index);
    heardMs = performance.now() - from;
  });

  it('answers many asks at once as it answers them one by one', async () => {
    const random = seededRandom(3);
    const asks = Array.from({ length: 100 }, (_, index) => ({
      word: index % words.length,
      condition: {
        dials: { bc: random(), tc: random() },
        silenceMs: 2000 * random(),
        sinceTurnMs: random() < 0.5 ? null : 9000 * random(),
        sinceBackchannelMs: random() < 0.5 ? null : 9000 * random(),
      },
    }));
    const together = await stage.judge(asks);
    for (const [index, ask] of asks.entries()) {
      const [alone] = await stage.judge([ask]);
      for (const [k, p] of (together[index] ?? []).entries())
        expect(p).toBeCloseTo(alone?.[k] ?? Number.NaN, 5);
      expect(together[index]?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    }
  });

  it('backchannels more as the backchannel dial rises, and claims more as the claim dial rises', async () => {
    const mean = async (bc: number, tc: number, k: 0 | 1): Promise<number> => {
      const condition = { dials: { bc, tc }, silenceMs: 200, sinceTurnMs: 20_000, sinceBackchannelMs: 8000 };
      const answers = await stage.judge(all.map((word) => ({ word, condition })));
      return answers.reduce((sum, p) => sum + p[k], 0) / answers.length;
    };
    expect(await mean(0.9, 0.5, 1)).toBeGreaterThan(await mean(0.1, 0.5, 1));
    expect(await mean(0.5, 0.9, 0)).toBeGreaterThan(await mean(0.5, 0.1, 0));
  });

  it('recolours all words far faster than it heard them', async () => {
    const condition = {
      dials: { bc: 0.3, tc: 0.3 },
      silenceMs: 0,
      sinceTurnMs: null,
      sinceBackchannelMs: null,
    };
    const asks = all.map((word) => ({ word, condition }));
    const from = performance.now();
    await stage.judge(asks);
    expect(performance.now() - from).toBeLessThan(heardMs / 4);
  });
});

const step = v.object({
  t_ms: v.number(),
  word: v.boolean(),
  silence_ms: v.number(),
  p: v.tuple([v.number(), v.number(), v.number()]),
  bc: v.number(),
  tc: v.number(),
  listener_sounding: v.boolean(),
  action: v.picklist(CLASSES),
  reason: v.string(),
});
const policyGolden = v.object({
  policy_cases: v.object({
    policy: v.looseObject({}),
    cases: v.pipe(v.array(v.object({ name: v.string(), steps: v.array(step) })), v.minLength(20)),
  }),
});

describe('the policy', () => {
  it('decides as its twin does, for the same reasons', async () => {
    const { policy_cases } = v.parse(policyGolden, await packs.head.json('golden.json'));
    const { policy } = parseHeadMeta({
      ...models.meta,
      policy: { ...models.meta.policy, ...policy_cases.policy },
    });
    const wanted = policy_cases.cases.map(({ name, steps }) => ({
      name,
      steps: steps.map(({ action, reason }) => ({ action, reason })),
    }));
    const got = policy_cases.cases.map(({ name, steps }) => {
      let state = POLICY_START;
      return {
        name,
        steps: steps.map(({ t_ms, word, silence_ms, p, bc, tc, listener_sounding }) => {
          const [next, output] = judgePolicy(policy, state, {
            tMs: t_ms,
            word,
            silenceMs: silence_ms,
            p,
            dials: { bc, tc },
            listenerSounding: listener_sounding,
          });
          state = next;
          return output;
        }),
      };
    });
    expect(got).toEqual(wanted);
  });

  it('promises more with a higher dial', () => {
    for (const dial of ['bc', 'tc'] as const)
      expect(rateAt(models.meta, dial, 0.9).perMinute).toBeGreaterThan(
        rateAt(models.meta, dial, 0.1).perMinute,
      );
  });
});

/** `count` words of somebody who tells about a trip, three a second with pauses at the sentence ends. */
function talk(count: number): Word[] {
  const text =
    'So we went down to the lake on Sunday. It was really cold, but the kids wanted to swim. ' +
    'I told them no, and then my sister just jumped in! You know how she is. ' +
    'And after that nobody could stop them, so we stayed until it was dark.';
  const story = text.split(' ');
  let ms = 0;
  return Array.from({ length: count }, (_, index) => {
    const spoken = story[index % story.length] ?? '';
    const startMs = ms;
    ms += 300;
    const word: Word = { text: spoken, startMs, endMs: ms, heardMs: ms, speaker: 'you' };
    ms += /[.!?]$/.test(spoken) ? 700 : 30;
    return word;
  });
}
