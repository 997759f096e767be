import { expect, test } from 'vitest';
import type { ModelSession, Tensor, Tensors } from '../shared/model';
import { measureCached, measureSmall, measureVoice } from './runs';

const EFFORT = { warmUps: 1, least: 3, most: 3, budgetMs: 1 };
const CACHE = { layers: 2, heads: 3, headSize: 4, type: 'float16' } as const;

const floats = (dims: readonly number[]): Tensor => ({
  type: 'float32',
  data: new Float32Array(dims.reduce((product, size) => product * size, 1)),
  dims,
});

/** A session on a clock of its own: a call takes 10 ms and one more a token. */
function clocked(answer: (feeds: Tensors, outputs?: readonly string[]) => Tensors) {
  let nowMs = 0;
  const calls: { readonly feeds: Tensors; readonly outputs: readonly string[] | undefined }[] = [];
  const session: ModelSession = {
    inputNames: [],
    outputNames: [],
    run(feeds, outputs) {
      nowMs += 10 + (feeds['input_ids']?.dims[1] ?? 0);
      calls.push({ feeds, outputs });
      return Promise.resolve(answer(feeds, outputs));
    },
    release: () => Promise.resolve(),
  };
  return { session, calls, now: () => nowMs };
}

test('the cache holds what the window has but its last words, and everything kept is freed', async () => {
  let alive = 0;
  const kept = (dims: readonly number[]): Tensor => {
    alive += 1;
    return { ...floats(dims), dispose: () => void (alive -= 1) };
  };
  const { session, calls, now } = clocked((feeds, outputs) => {
    const hidden = { hidden_states: floats([1, feeds['input_ids']?.dims[1] ?? 0, 8]) };
    const total = feeds['attention_mask']?.dims[1] ?? 0;
    return outputs ? hidden : { ...hidden, 'present.0.key': kept([1, 3, total, 4]) };
  });
  const rows = await measureCached(session, CACHE, { effort: EFFORT, now });
  expect(rows).toEqual([
    { call: 'window', timing: { calls: 3, medianMs: 34, p95Ms: 34 }, ratio: null },
    { call: 'two', timing: { calls: 3, medianMs: 12, p95Ms: 12 }, ratio: { to: 'window', value: 12 / 34 } },
    { call: 'one', timing: { calls: 3, medianMs: 11, p95Ms: 11 }, ratio: { to: 'window', value: 11 / 34 } },
  ]);
  const [window, two, one] = calls.slice(-3);
  expect(window?.outputs).toEqual(['hidden_states']);
  expect(window?.feeds['past_key_values.1.value']).toMatchObject({ type: 'float16', dims: [1, 3, 0, 4] });
  expect(two?.feeds['past_key_values.0.key']?.dims).toEqual([1, 3, 22, 4]);
  expect(one?.feeds['past_key_values.0.key']?.dims).toEqual([1, 3, 23, 4]);
  for (const call of [window, two, one]) expect(call?.feeds['attention_mask']?.dims).toEqual([1, 24]);
  expect(alive).toBe(0);
});

test('the voice encoder hears one second', async () => {
  const { session, calls, now } = clocked(() => ({ pooled: floats([1, 8]) }));
  const rows = await measureVoice(session, { effort: EFFORT, now });
  expect(rows).toEqual([{ call: 'voice', timing: { calls: 3, medianMs: 10, p95Ms: 10 }, ratio: null }]);
  expect(calls[0]?.feeds['samples']?.dims).toEqual([1, 16_000]);
});

test('the small head is asked about what the small backbone said', async () => {
  const backbone = clocked(() => ({ hidden: floats([1, 5]) }));
  const head = clocked(() => ({ logits: floats([1, 3]) }));
  const rows = await measureSmall(
    { backbone: backbone.session, head: head.session, condition: 7 },
    { effort: EFFORT, now: () => backbone.now() + head.now() },
  );
  expect(rows.map(({ call, ratio }) => [call, ratio?.to ?? null])).toEqual([
    ['backbone', null],
    ['head', 'backbone'],
  ]);
  expect(head.calls[0]?.feeds['hidden']?.dims).toEqual([1, 5]);
  expect(head.calls[0]?.feeds['condition']?.dims).toEqual([1, 7]);
});
