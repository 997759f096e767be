import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ask, DecisionStage, HeadMeta } from '../decision';
import type { Condition, Probabilities, Word } from '../flow';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { withFallback } from './decision-switch';
import { LATE_MS, PACE_WORDS } from './fallback';
import type { GiveUpReason } from './fallback';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SMALL: Probabilities = [0, 0, 1];
const FULL: Probabilities = [0, 1, 0];
const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 0,
  sinceTurnMs: null,
  sinceBackchannelMs: null,
};
const GAP_MS = 300;
const WORDS: readonly Word[] = Array.from({ length: 40 }, (_, index) => ({
  text: `w${index}`,
  startMs: index * GAP_MS,
  endMs: index * GAP_MS + 200,
  heardMs: index * GAP_MS + 400,
  speaker: 'you',
}));
const asks = (...words: readonly number[]): readonly Ask[] =>
  words.map((word) => ({ word, condition: CONDITION }));

/** A stage that keeps to the contract (no answer about words it never heard) and takes as long as it is told to. */
function fakeStage(p: Probabilities) {
  const heard = new Set<number>();
  let takesMs = 0;
  let error: Error | null = null;
  const work = async (): Promise<void> => {
    if (takesMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, takesMs));
    if (error) throw error;
  };
  const stage: DecisionStage = {
    // Only whose it is matters here.
    meta: {} as HeadMeta,
    backend: p === FULL ? 'webgpu' : 'wasm-2',
    async hear(_, index) {
      await work();
      heard.add(index);
    },
    async judge(asked) {
      await work();
      if (asked.some(({ word }) => !heard.has(word))) throw new PlainError('word-forgotten', 'Forgotten.');
      return asked.map(() => p);
    },
    forget: () => Promise.resolve(heard.clear()),
  };
  return {
    stage,
    heard,
    slow: (ms: number) => (takesMs = ms),
    fail: (code: string) => (error = new PlainError(code, 'It failed.')),
  };
}

function made() {
  const small = fakeStage(SMALL);
  const full = fakeStage(FULL);
  const reasons: GiveUpReason[] = [];
  const smalls = [small.stage];
  const both = withFallback(createScope(), {
    small: () => smalls.at(-1) ?? small.stage,
    nowMs: () => Date.now(),
    onGiveUp: (reason) => reasons.push(reason),
  });
  const say = async (index: number): Promise<readonly Probabilities[]> => {
    await both.hear(WORDS, index);
    return both.judge(asks(index));
  };
  return { small, full, smalls, reasons, both, say };
}

test('the small stage decides until the full one comes in, which then does alone', async () => {
  const { both, small, full, say } = made();
  expect(await say(0)).toEqual([SMALL]);
  await both.bringIn(full.stage);
  expect([both.runs, both.backend, both.meta]).toEqual(['full', 'webgpu', full.stage.meta]);
  expect(await say(1)).toEqual([FULL]);
  expect([...small.heard]).toEqual([0]);
});

test('a full stage reads the latest word before it decides, however long that takes', async () => {
  const { both, full, reasons, say } = made();
  await say(0);
  full.slow(5000);
  const coming = both.bringIn(full.stage);
  expect(both.runs).toBe('small');
  await vi.advanceTimersByTimeAsync(5000);
  await coming;
  full.slow(0);
  expect([both.runs, reasons, [...full.heard]]).toEqual(['full', [], [0]]);
  expect(await both.judge(asks(0))).toEqual([FULL]);
});

test('one that fails on its first word does not come in', async () => {
  const { both, full, reasons, say } = made();
  await say(0);
  full.fail('gpu-lost');
  await expect(both.bringIn(full.stage)).rejects.toMatchObject({ code: 'gpu-lost' });
  expect([both.runs, reasons]).toEqual(['small', []]);
});

test.each([
  ['gpu-lost', 'lost'],
  ['gpu-memory', 'memory'],
  ['worker-died', 'died'],
  ['worker-failed', 'failed'],
] as const)(
  'an error %s while a word is heard: the small stage hears and judges it',
  async (code, reason) => {
    const { both, small, full, reasons, say } = made();
    await both.bringIn(full.stage);
    await say(0);
    full.fail(code);
    expect(await say(1)).toEqual([SMALL]);
    expect([both.runs, reasons, [...small.heard]]).toEqual(['small', [reason], [1]]);
  },
);

test('a device lost while a question waits: it is asked again, of the small stage, at once', async () => {
  const { both, small, full, reasons } = made();
  await both.bringIn(full.stage);
  await both.hear(WORDS, 3);
  full.slow(60_000);
  const waiting = both.judge(asks(3));
  const hearing = both.hear(WORDS, 4);
  both.giveUp('lost');
  expect(await waiting).toEqual([SMALL]);
  await hearing;
  expect([...small.heard]).toEqual(expect.arrayContaining([3, 4]));
  expect(reasons).toEqual(['lost']);
  both.giveUp('died');
  expect(reasons).toEqual(['lost']);
});

test('an answer that is too late: the small stage has answered within the second', async () => {
  const { both, full, reasons } = made();
  await both.bringIn(full.stage);
  full.slow(60_000);
  const from = Date.now();
  const told = both.hear(WORDS, 0).then(() => both.judge(asks(0)));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await told).toEqual([SMALL]);
  expect([reasons, Date.now() - from]).toEqual([['late'], 1000]);
});

test('a tab whose timers sleep: frames find that an answer is late', async () => {
  const { both, full, reasons } = made();
  await both.bringIn(full.stage);
  full.slow(60_000);
  const hearing = both.hear(WORDS, 0);
  vi.setSystemTime(Date.now() + LATE_MS);
  for (const frame of [0, 1]) {
    expect([frame, reasons]).toEqual([frame, []]);
    both.check();
  }
  await hearing;
  expect(reasons).toEqual(['late']);
});

test('a page that was busy itself: an answer that lies behind what it does now is taken', async () => {
  const { both, full, reasons } = made();
  await both.bringIn(full.stage);
  full.slow(10);
  const hearing = both.hear(WORDS, 0);
  // A frame comes first, long after the answer was due.
  vi.setSystemTime(Date.now() + 5 * LATE_MS);
  both.check();
  await vi.advanceTimersByTimeAsync(10);
  await hearing;
  expect([both.runs, reasons]).toEqual(['full', []]);
});

test('slower than the words, though never late: given up after a few words', async () => {
  const { both, full, reasons, say } = made();
  await both.bringIn(full.stage);
  full.slow(GAP_MS * 0.6);
  const runs: string[] = [];
  for (let index = 0; index < PACE_WORDS + 3; index++) {
    const told = say(index);
    await vi.advanceTimersByTimeAsync(2 * GAP_MS);
    const [p] = await told;
    runs.push(p === FULL ? 'full' : 'small');
  }
  expect(reasons).toEqual(['pace']);
  // The first word of all has no gap before it.
  expect(runs).toEqual([...Array.from({ length: PACE_WORDS + 1 }, () => 'full'), 'small', 'small']);
});

test('keeping up with the words: stays', async () => {
  const { both, full, reasons, say } = made();
  await both.bringIn(full.stage);
  full.slow(GAP_MS * 0.4);
  for (let index = 0; index < 3 * PACE_WORDS; index++) {
    const told = say(index);
    await vi.advanceTimersByTimeAsync(2 * GAP_MS);
    await told;
  }
  expect([both.runs, reasons]).toEqual(['full', []]);
});

test('each word is judged by who heard it, in the order of the asks', async () => {
  const { both, full, say } = made();
  for (const index of [0, 1]) await say(index);
  await both.bringIn(full.stage);
  for (const index of [2, 3]) await say(index);
  expect(await both.judge(asks(3, 0, 2, 1))).toEqual([FULL, SMALL, FULL, FULL]);
  both.giveUp('lost');
  expect(await both.judge(asks(3, 0, 2, 1))).toEqual([SMALL, SMALL, SMALL, SMALL]);
});

test('a small stage that was started again hears the words it is asked about', async () => {
  const { both, smalls, say } = made();
  for (const index of [0, 1]) await say(index);
  smalls.push(fakeStage(SMALL).stage);
  expect(await both.judge(asks(1, 0))).toEqual([SMALL, SMALL]);
});

test('a word that nobody ever said is refused, and that is nobody’s failure', async () => {
  const { both, full, reasons } = made();
  await both.bringIn(full.stage);
  await both.hear(WORDS.slice(0, 1), 0);
  await expect(both.judge(asks(7))).rejects.toMatchObject({ code: 'word-forgotten' });
  expect([both.runs, reasons]).toEqual(['full', []]);
});

test('a new session: both forget', async () => {
  const { both, small, full, say } = made();
  await say(0);
  await both.bringIn(full.stage);
  await say(1);
  await both.forget();
  expect([small.heard.size, full.heard.size]).toEqual([0, 0]);
  await expect(both.judge(asks(1))).rejects.toMatchObject({ code: 'word-forgotten' });
});
