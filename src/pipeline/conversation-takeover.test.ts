import { expect, test } from 'vitest';
import type { DecisionStage, Policy } from '../decision';
import type { Probabilities, Word, WordsEvent } from '../flow';
import type { RecordEvent } from '../record';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { createConversation } from './conversation';
import { withFallback } from './decision-switch';

/* The conversation goes on when the stage that decides is taken away in the middle of a word. */

const policyFor = (backchannel: number): Policy => ({
  refractory_backchannel_ms: 0,
  refractory_turn_ms: 3000,
  late_budget_ms: 400,
  claim_silence_at_zero_ms: 700,
  claim_after_backchannel_ms: 1000,
  phrase_final_silence_ms: 200,
  mid_phrase_odds: 1,
  rejudge_every_ms: 1000,
  rejudge_until_ms: 1000,
  thresholds: {
    backchannel: { bc: [0], tc: [0], p: [[backchannel]] },
    turn_claim: { bc: [0], tc: [0], p: [[0.99]] },
  },
});

/** Numbers mean something only to the policy that was fitted to them: to the full one's, the small one's would say nothing. */
const FULL = { p: [0.05, 0.3, 0.65] as Probabilities, policy: policyFor(0.2) };
const SMALL = { p: [0.05, 0.1, 0.85] as Probabilities, policy: policyFor(0.05) };

const stage = (p: Probabilities, policy: Policy, heard: number[]): DecisionStage => ({
  meta: { policy } as unknown as DecisionStage['meta'],
  backend: 'fake',
  hear: (_, index) => Promise.resolve(void heard.push(index)),
  judge: (asks) =>
    asks.every(({ word }) => heard.includes(word))
      ? Promise.resolve(asks.map(() => p))
      : Promise.reject(new PlainError('word-forgotten', 'Forgotten.')),
  forget: () => Promise.resolve(),
});

const word = (index: number): WordsEvent => {
  const startMs = index * 500;
  const times = { startMs, endMs: startMs + 400, heardMs: startMs + 400 };
  return { kind: 'word', word: { text: `w${index}`, ...times, speaker: 'you' } satisfies Word };
};

test.each([
  ['before a word is heard', (_: DecisionStage, at: () => void) => at()],
  [
    'while it is heard',
    (full: DecisionStage, at: () => void) => {
      full.hear = () =>
        Promise.resolve()
          .then(at)
          .then(() => new Promise(() => undefined));
    },
  ],
  [
    'between hearing and judging it',
    (full: DecisionStage, at: () => void) => {
      const hear = full.hear.bind(full);
      full.hear = (...given) => hear(...given).then(at);
    },
  ],
  [
    'while it is judged',
    (full: DecisionStage, at: () => void) => {
      full.judge = () =>
        Promise.resolve()
          .then(at)
          .then(() => new Promise(() => undefined));
    },
  ],
] as const)('a device lost %s: every word is judged once, by its stage’s own policy', async (_, lose) => {
  const heardByFull: number[] = [];
  const heardBySmall: number[] = [];
  const full = stage(FULL.p, FULL.policy, heardByFull);
  const small = stage(SMALL.p, SMALL.policy, heardBySmall);
  const reasons: string[] = [];
  const decision = withFallback(createScope(), {
    small: () => small,
    nowMs: () => 0,
    onGiveUp: (reason) => reasons.push(reason),
  });
  const record: RecordEvent[] = [];
  const conversation = createConversation(
    {
      decision,
      policy: () => decision.meta.policy,
      chooseClip: () =>
        Promise.resolve({
          recording: { file: 'mhm.flac', form: 'mhm', delivery: '', durationMs: 1, rmsDbfs: -20 },
          gainDb: 0,
          why: {},
          sound: { samples: new Float32Array(1), rateHz: 1000 },
        }),
      takeReply: () => expect.unreachable(),
      prepareReply: () => undefined,
      hearTurns: () => Promise.resolve(),
      speaker: { play: () => undefined, stop: () => undefined, sounding: () => false },
      now: () => null,
      record: (event) => record.push(event),
    },
    { bc: 0.5, tc: 0.2 },
  );
  await decision.bringIn(full);
  for (const index of [0, 1, 2]) await conversation.take([word(index)]);
  lose(full, () => decision.giveUp('lost'));
  for (const index of [3, 4, 5]) await conversation.take([word(index)]);

  const decisions = record.filter((event) => event.kind === 'decision');
  expect(decisions.map(({ word: index, p }) => [index, p])).toEqual([
    ...[0, 1, 2].map((index) => [index, FULL.p]),
    ...[3, 4, 5].map((index) => [index, SMALL.p]),
  ]);
  expect(decisions.map(({ action }) => action)).toEqual(decisions.map(() => 'backchannel'));
  expect([reasons, decision.runs]).toEqual([['lost'], 'small']);
  expect(conversation.words).toHaveLength(6);
});
