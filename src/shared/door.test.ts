import { expect, test, vi } from 'vitest';
import { openDoor, serve } from './door';
import type { CallMessage, DoorMessage, WorkerLike } from './door';
import { PlainError } from './plain-error';
import { createScope } from './scope';

type TestCalls = {
  double: { take: number; give: number };
  refuse: { take: undefined; give: undefined };
  wait: { take: undefined; give: undefined };
};

/** A worker in this thread: messages cross as structured clones, as they would between threads. */
function loopback() {
  const toWorker: ((event: { data: CallMessage }) => void)[] = [];
  const toPage: ((event: { data: DoorMessage }) => void)[] = [];
  const deaths: (() => void)[] = [];
  const terminate = vi.fn();
  const worker = {
    postMessage: (message: CallMessage) =>
      queueMicrotask(() => toWorker.forEach((listener) => listener({ data: structuredClone(message) }))),
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') toPage.push(listener);
      else deaths.push(listener);
    },
    terminate,
  } as WorkerLike;
  const note = serve<TestCalls, string>(
    {
      postMessage: (message) => toPage.forEach((listener) => listener({ data: structuredClone(message) })),
      addEventListener: (_, listener) => toWorker.push(listener),
    },
    {
      double: (value) => Promise.resolve(2 * value),
      refuse: () => Promise.reject(new PlainError('refused', 'It was refused.', 'Do otherwise.')),
      wait: () => new Promise(() => undefined),
    },
  );
  return { worker, note, terminate, die: () => deaths.forEach((listener) => listener()) };
}

test('answers calls, in order, and passes plain errors on', async () => {
  const { worker } = loopback();
  const door = openDoor<TestCalls>(worker, createScope());
  expect(await Promise.all([door.call('double', 4), door.call('double', 5)])).toEqual([8, 10]);
  await expect(door.call('refuse', undefined)).rejects.toMatchObject({
    code: 'refused',
    todo: 'Do otherwise.',
  });
});

test('hands on notes that nobody asked for', () => {
  const { worker, note } = loopback();
  const heard: string[] = [];
  openDoor<TestCalls, string>(worker, createScope(), (text) => heard.push(text));
  note('news');
  expect(heard).toEqual(['news']);
});

test('a dead worker rejects all that is pending and says so once', async () => {
  const { worker, die, terminate } = loopback();
  const died = vi.fn();
  const door = openDoor<TestCalls>(worker, createScope(), undefined, died);
  const pending = [door.call('wait', undefined), door.call('double', 1)];
  die();
  die();
  for (const call of pending) await expect(call).rejects.toMatchObject({ code: 'worker-died' });
  await expect(door.call('double', 1)).rejects.toMatchObject({ code: 'worker-died' });
  expect(died).toHaveBeenCalledOnce();
  expect(terminate).toHaveBeenCalledOnce();
});

test('the end of the scope ends the worker without calling it a death', async () => {
  const { worker, terminate } = loopback();
  const died = vi.fn();
  const scope = createScope();
  const door = openDoor<TestCalls>(worker, scope, undefined, died);
  const pending = door.call('wait', undefined);
  scope.end();
  await expect(pending).rejects.toMatchObject({ code: 'worker-died' });
  expect(terminate).toHaveBeenCalledOnce();
  expect(died).not.toHaveBeenCalled();
});

test('a worker that dies without a noise is noticed by its silence', async () => {
  vi.useFakeTimers();
  try {
    const { worker } = loopback();
    const died = vi.fn();
    const door = openDoor<TestCalls>(worker, createScope(), undefined, died);
    const answered = door.call('double', 3, { patienceMs: 100 });
    await vi.advanceTimersByTimeAsync(50);
    expect(await answered).toBe(6);
    const pending = door.call('wait', undefined, { patienceMs: 100 });
    pending.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(200);
    await expect(pending).rejects.toMatchObject({ code: 'worker-died' });
    expect(died).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
