import { expect, test } from 'vitest';
import type { EmbeddedContext } from '../clip';
import type { Turn } from '../flow';
import { watchInOrder, watchLive } from './context-watch';

const turns = (text: string): readonly Turn[] => [{ speaker: 'you', text }];
const told = (text: string): EmbeddedContext => ({ space: 'small', vector: [text.length], forms: {} });

/** An encoder that answers when it is told to. */
function slowEncoder() {
  const asked: { text: string; word: number; give: () => void; fail: (error: Error) => void }[] = [];
  return {
    asked,
    place: ([turn]: readonly Turn[], word: number) =>
      new Promise<EmbeddedContext>((resolve, reject) => {
        const text = turn?.text ?? '';
        asked.push({ text, word, give: () => resolve(told(text)), fail: reject });
      }),
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('in order: each context is there once its words were heard', async () => {
  const watch = watchInOrder(([turn]) => Promise.resolve(told(turn?.text ?? '')));
  expect(watch.latest()).toBeNull();
  await watch.hear(turns('so'), 0);
  expect(watch.latest()).toEqual(told('so'));
});

test('live: nobody waits, and only the newest of what queued up is worked out', async () => {
  const encoder = slowEncoder();
  const watch = watchLive(encoder.place, () => expect.unreachable());
  for (const [word, text] of ['so', 'so we', 'so we won'].entries()) await watch.hear(turns(text), word);
  expect(watch.latest()).toBeNull();
  encoder.asked[0]?.give();
  await settled();
  expect(watch.latest()).toEqual(told('so'));
  expect(encoder.asked.map(({ text, word }) => [text, word])).toEqual([
    ['so', 0],
    ['so we won', 2],
  ]);
  encoder.asked[1]?.give();
  await settled();
  expect(watch.latest()).toEqual(told('so we won'));
});

test('live: a failure leaves no stale context behind, and the next words are tried again', async () => {
  let encoder = slowEncoder();
  const failures: unknown[] = [];
  const watch = watchLive(
    (...heard) => encoder.place(...heard),
    (error) => failures.push(error),
  );
  await watch.hear(turns('so'), 0);
  encoder.asked[0]?.give();
  await settled();
  await watch.hear(turns('so we'), 1);
  encoder.asked[1]?.fail(new Error('dead'));
  await settled();
  expect(watch.latest()).toBeNull();
  expect(failures).toHaveLength(1);
  encoder = slowEncoder();
  await watch.hear(turns('so we won'), 2);
  encoder.asked[0]?.give();
  await settled();
  expect(watch.latest()).toEqual(told('so we won'));
});
