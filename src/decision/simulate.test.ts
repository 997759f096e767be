import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as v from 'valibot';
import { CLASSES, type Condition, type Probabilities, type Word } from '../flow';
import { META, POLICY } from './fixtures';
import { parseHeadMeta } from './meta';
import { simulateTalk, speechMinutes, talkMoments } from './simulate';

const numbers = v.array(v.number());
const goldenFile = v.object({
  policy: v.looseObject({}),
  head: v.object({ weights: v.array(numbers), turns: numbers, scale: v.number() }),
  cases: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        words: v.array(v.tuple([v.number(), v.number(), v.number(), v.string()])),
        moments: v.number(),
        last_moment_ms: v.number(),
        speech_min: v.number(),
        runs: v.array(
          v.object({
            bc: v.number(),
            tc: v.number(),
            events: v.array(v.tuple([v.number(), v.picklist(CLASSES)])),
          }),
        ),
      }),
    ),
    v.minLength(5),
  ),
});
const golden = v.parse(
  goldenFile,
  JSON.parse(readFileSync(new URL('simulate.golden.json', import.meta.url), 'utf8')),
);

const word = (start: number, end: number, heard: number, text: string): Word => ({
  text,
  startMs: Math.round(start * 1000),
  endMs: Math.round(end * 1000),
  heardMs: Math.round(heard * 1000),
  speaker: 'you',
});

/** What stands in place of the model on both sides; see `training/mhm_training/simulate_cases.py`. */
function formula(at: number, condition: Condition): Probabilities {
  const seconds = (ms: number | null, max: number): readonly [number, number] =>
    ms === null ? [0, 0] : [Math.log1p(Math.min(ms / 1000, max)), 1];
  const given = [
    condition.dials.bc,
    condition.dials.tc,
    Math.log1p(Math.min(condition.silenceMs / 1000, 4)),
    ...seconds(condition.sinceTurnMs, 120),
    ...seconds(condition.sinceBackchannelMs, 120),
  ];
  const odds = golden.head.weights.map((weights, k) => {
    const sum = weights.reduce((total, weight, index) => total + weight * (given[index] ?? Number.NaN), 0);
    return Math.exp(golden.head.scale * Math.sin(at * (golden.head.turns[k] ?? Number.NaN) + sum));
  });
  const all = odds.reduce((one, other) => one + other, 0);
  const [claim = Number.NaN, backchannel = Number.NaN, silent = Number.NaN] = odds.map(
    (value) => value / all,
  );
  return [claim, backchannel, silent];
}

it.each(golden.cases)('does what its twin does: $name', async (given) => {
  const { policy } = parseHeadMeta({ ...META, policy: { ...META.policy, ...golden.policy } });
  const words = given.words.map((fields) => word(...fields));
  const moments = talkMoments(words, policy);
  expect(moments).toHaveLength(given.moments);
  expect(moments.at(-1)?.tMs).toBeCloseTo(given.last_moment_ms, 3);
  expect(speechMinutes(words)).toBeCloseTo(given.speech_min, 5);
  const settings = given.runs.map(({ bc, tc }) => ({ bc, tc }));
  const runs = await simulateTalk(words, settings, policy, (at, conditions) =>
    Promise.resolve(conditions.map((condition) => formula(at, condition))),
  );
  const told = runs.map((events) =>
    events.map(({ tMs, action }) => [Math.round(tMs * 1000) / 1000, action] as const),
  );
  expect(told).toEqual(given.runs.map(({ events }) => events));
});

it('asks nothing while the listener sounds, and about all settings of a moment at once', async () => {
  const words = Array.from({ length: 20 }, (_, at) => word(at * 0.3, at * 0.3 + 0.28, at * 0.3 + 0.28, 'so'));
  const asked: number[] = [];
  const settings = [
    { bc: 0, tc: 0.5 },
    { bc: 1, tc: 0.5 },
  ];
  const [claims, both] = await simulateTalk(words, settings, POLICY, (_, conditions) => {
    asked.push(conditions.length);
    return Promise.resolve(conditions.map(({ dials }) => (dials.bc > 0 ? [0, 1, 0] : [1, 0, 0])));
  });
  expect(asked[0]).toBe(2);
  expect(asked.length).toBeLessThan(talkMoments(words, POLICY).length);
  expect(claims?.slice(0, 2).map(({ tMs }) => Math.round(tMs))).toEqual([280, 3280]);
  expect(both?.every(({ action }) => action === 'backchannel')).toBe(true);
});
