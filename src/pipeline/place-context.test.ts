import { expect, test } from 'vitest';
import type { ContextEncoder, EmbeddedContext } from '../clip';
import type { Turn } from '../flow';
import { placeContext } from './place-context';

const TURNS: readonly Turn[] = [{ speaker: 'you', text: 'so we won' }];
const STATE = Float32Array.of(1, 2);
const VOICE = Float32Array.of(0.5);
const small: ContextEncoder = {
  embedContext: () => Promise.resolve({ space: 'small', vector: [], forms: {} }),
};

/** Parts with a full encoder that answers by `answer`. */
function made(
  answer: ((given: Parameters<ContextEncoder['embedContext']>[0]) => Promise<EmbeddedContext>) | null,
  state: Float32Array | null = STATE,
) {
  const failures: unknown[] = [];
  let nowMs = 0;
  const place = placeContext({
    small: () => small,
    full: () => answer && { embedContext: answer },
    decision: { state: (word) => Promise.resolve(word === 7 ? state : null) },
    voice: () => VOICE,
    nowMs: () => nowMs,
    onFullFailure: (why) => failures.push(why),
  });
  return { place, failures, pass: (ms: number) => (nowMs += ms) };
}

test('the full encoder gets the state of the word and the last second', async () => {
  const given: unknown[] = [];
  const { place } = made((context) => {
    given.push(context);
    return Promise.resolve({ space: 'full', vector: [], forms: {} });
  });
  expect(await place(TURNS, 7)).toMatchObject({ space: 'full' });
  expect(given).toEqual([{ turns: TURNS, state: STATE, voice: VOICE }]);
});

test('where the small set decides there is no state, and the small encoder reads the turns', async () => {
  const { place, failures } = made(() => expect.unreachable());
  expect(await place(TURNS, 8)).toMatchObject({ space: 'small' });
  expect(failures).toEqual([]);
});

test('a full encoder that fails is told of, and the small one answers the same question', async () => {
  const { place, failures } = made(() => Promise.reject(new Error('lost')));
  expect(await place(TURNS, 7)).toMatchObject({ space: 'small' });
  expect(failures).toEqual(['stopped']);
});

test('contexts that keep coming too late are given up, and the last of them still counts', async () => {
  const { place, failures, pass } = made(() => {
    pass(1500);
    return Promise.resolve({ space: 'full', vector: [], forms: {} });
  });
  for (const expected of [[], [], ['slow']]) {
    expect(await place(TURNS, 7)).toMatchObject({ space: 'full' });
    expect(failures).toEqual(expected);
  }
});

test('without a full encoder nobody asks for a state', async () => {
  expect(await made(null).place(TURNS, 7)).toMatchObject({ space: 'small' });
});
