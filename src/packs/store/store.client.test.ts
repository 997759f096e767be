import { expect, test } from 'vitest';
import type { CallMessage, DoorMessage, WorkerLike } from '../../shared/door';
import { createScope } from '../../shared/scope';
import { checkStored, downloadPacks, removeStored } from './store.client';
import type { StoreNote } from './store.protocol';

/** The worker's side by hand: what it was asked, and what it says. */
function fakeWorker() {
  const listeners = new Map<string, (event: { data: DoorMessage }) => void>();
  const asked: CallMessage[] = [];
  const hand = {
    asked,
    terminated: false,
    give: (give: unknown) =>
      listeners.get('message')?.({ data: { answer: 'given', id: asked.at(-1)?.id ?? 0, give } }),
    note: (note: StoreNote) => listeners.get('message')?.({ data: { answer: 'note', note } }),
    die: () => (listeners.get('error') as (() => void) | undefined)?.(),
  };
  const worker: WorkerLike = {
    postMessage: (message) => void asked.push(message),
    addEventListener: (type: string, listener: (event: never) => void) =>
      void listeners.set(type, listener as (event: { data: DoorMessage }) => void),
    terminate: () => {
      hand.terminated = true;
    },
  };
  return { worker, hand };
}

/** A download of one pack, with what it told. */
function begun() {
  const { worker, hand } = fakeWorker();
  const told: number[][] = [];
  const running = downloadPacks(createScope(), {
    place: { kind: 'url', baseUrl: 'https://models.example/' },
    packs: [{ id: 'joint-full@2', metaText: '{}', files: ['a'] }],
    onProgress: (...bytes) => told.push(bytes),
    worker,
  });
  hand.give(null);
  return { running, hand, told };
}

test('a download tells how far it is, and its worker ends with it', async () => {
  const { running, hand, told } = begun();
  expect(hand.asked[0]).toMatchObject({
    kind: 'begin',
    take: { packs: [{ id: 'joint-full@2', files: ['a'] }] },
  });
  hand.note({ kind: 'progress', keptBytes: 5, totalBytes: 10 });
  expect(hand.terminated).toBe(false);
  hand.note({ kind: 'ended', whole: true, error: null });
  expect(await running.ended).toEqual({ whole: true });
  expect(told).toEqual([[5, 10]]);
  expect(hand.terminated).toBe(true);
});

test('a pause is asked for, and told as no fault', async () => {
  const { running, hand } = begun();
  const paused = running.pause();
  expect(hand.asked.at(-1)?.kind).toBe('stop');
  hand.give(null);
  await paused;
  hand.note({ kind: 'ended', whole: false, error: null });
  expect(await running.ended).toEqual({ whole: false });
  await running.pause();
});

test('a fault, and a worker that dies, reject with a sentence', async () => {
  const failed = begun();
  failed.hand.note({
    kind: 'ended',
    whole: false,
    error: { code: 'pack-html', message: 'A page.', todo: 'Look.' },
  });
  await expect(failed.running.ended).rejects.toMatchObject({ code: 'pack-html', sentence: 'A page. Look.' });
  const died = begun();
  died.hand.die();
  await expect(died.running.ended).rejects.toMatchObject({ code: 'worker-died' });
});

test('checking gives what was wrong, removing answers when it is done; both workers end', async () => {
  const checker = fakeWorker();
  const seen: number[] = [];
  const wrong = checkStored(createScope(), ['a@1'], (bytes) => seen.push(bytes), checker.worker);
  checker.hand.note({ kind: 'checked', checkedBytes: 7 });
  checker.hand.give({ wrong: 2 });
  expect(await wrong).toBe(2);
  expect(seen).toEqual([7]);
  const remover = fakeWorker();
  const removed = removeStored(createScope(), ['a@1'], remover.worker);
  remover.hand.give(null);
  await removed;
  expect([checker.hand.terminated, remover.hand.terminated]).toEqual([true, true]);
});
