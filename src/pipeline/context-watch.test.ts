import { expect, test } from 'vitest';
import type { EmbeddedContext } from '../clip';
import type { Turn } from '../flow';
import { watchInOrder, watchLive } from './context-watch';

const turns = (text: string): readonly Turn[] => [{ speaker: 'you', text }];
const told = (text: string): EmbeddedContext => ({ vector: [text.length], forms: {} });

/** An encoder that answers when it is told to. */
function slowEncoder() {
  const asked: { text: string; give: () => void; fail: (error: Error) => void }[] = [];
  return {
    asked,
    embedContext: ({ turns: [turn] }: { readonly turns: readonly Turn[] }) =>
      new Promise<EmbeddedContext>((resolve, reject) => {
        const text = turn?.text ?? '';
        asked.push({ text, give: () => resolve(told(text)), fail: reject });
      }),
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('in order: each context is there once its words were heard', async () => {
  const watch = watchInOrder({
    embedContext: ({ turns: [turn] }) => Promise.resolve(told(turn?.text ?? '')),
  });
  expect(watch.latest()).toBeNull();
  await watch.hear(turns('so'));
  expect(watch.latest()).toEqual(told('so'));
});

test('live: nobody waits, and only the newest of what queued up is worked out', async () => {
  const encoder = slowEncoder();
  const watch = watchLive(
    () => encoder,
    () => expect.unreachable(),
  );
  for (const text of ['so', 'so we', 'so we won']) await watch.hear(turns(text));
  expect(watch.latest()).toBeNull();
  encoder.asked[0]?.give();
  await settled();
  expect(watch.latest()).toEqual(told('so'));
  expect(encoder.asked.map(({ text }) => text)).toEqual(['so', 'so we won']);
  encoder.asked[1]?.give();
  await settled();
  expect(watch.latest()).toEqual(told('so we won'));
});

test('live: a failure leaves no stale context behind, and the next words are tried again', async () => {
  let encoder = slowEncoder();
  const failures: unknown[] = [];
  const watch = watchLive(
    () => encoder,
    (error) => failures.push(error),
  );
  await watch.hear(turns('so'));
  encoder.asked[0]?.give();
  await settled();
  await watch.hear(turns('so we'));
  encoder.asked[1]?.fail(new Error('dead'));
  await settled();
  expect(watch.latest()).toBeNull();
  expect(failures).toHaveLength(1);
  encoder = slowEncoder();
  await watch.hear(turns('so we won'));
  encoder.asked[0]?.give();
  await settled();
  expect(watch.latest()).toEqual(told('so we won'));
});
