import { expect, test } from 'vitest';
import { serve, type CallMessage, type DoorMessage, type Handlers, type WorkerLike } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { createFullContextClient } from './clip-full.client';
import type { FullContextCalls, FullContextNote } from './clip-full.protocol';

const WHERE = {
  wasmUrl: 'https://mhm.test/ort/',
  packs: { voiceEncoder: 'v@1', joint: 'j@1' },
  device: 'webgpu',
  threads: 1,
} as const;
const PLACED = { space: 'full', vector: [1, 0], forms: { mhm: 1 } } as const;
const STATE = Float32Array.of(1, 2);

/** A worker in this thread; messages are cloned, as a real one does. */
function loopback(handlers: Partial<Handlers<FullContextCalls>> = {}) {
  const toPage: ((event: { data: DoorMessage }) => void)[] = [];
  const toWorker: ((event: { data: CallMessage }) => void)[] = [];
  const onError: (() => void)[] = [];
  const send = <Message>(to: readonly ((event: { data: Message }) => void)[], data: Message): void =>
    queueMicrotask(() => to.forEach((listener) => listener({ data: structuredClone(data) })));
  let terminated = false;
  const note = serve<FullContextCalls, FullContextNote>(
    {
      postMessage: (data) => send(toPage, data),
      addEventListener: (_, listener) => toWorker.push(listener),
    },
    {
      load: () => Promise.resolve({ backend: 'webgpu (acme 5)' }),
      embedContext: () => Promise.resolve(PLACED),
      ...handlers,
    },
  );
  const worker: WorkerLike = {
    postMessage: (data) => send(toWorker, data),
    addEventListener: (type: string, listener: ((event: { data: DoorMessage }) => void) | (() => void)) => {
      if (type === 'message') toPage.push(listener);
      else onError.push(listener as () => void);
    },
    terminate: () => {
      terminated = true;
    },
  };
  return { worker, note, die: () => onError.forEach((listener) => listener()), ended: () => terminated };
}

test('loads, then passes on the state and the voice, and nothing of what was said', async () => {
  const taken: unknown[] = [];
  const { worker, ended } = loopback({
    embedContext: (take) => {
      taken.push(take);
      return Promise.resolve(PLACED);
    },
  });
  const scope = createScope();
  const client = await createFullContextClient(scope, { ...WHERE, worker });
  expect(client.backend).toBe('webgpu (acme 5)');
  const voice = Float32Array.of(0.5);
  const turns = [{ speaker: 'you', text: 'so we won' }] as const;
  expect(await client.embedContext({ turns, state: STATE, voice })).toEqual(PLACED);
  expect(taken).toEqual([{ state: STATE, voice }]);
  scope.end();
  expect(ended()).toBe(true);
});

test('a device that is refused is told by its sentence', async () => {
  const { worker } = loopback({
    load: () => Promise.reject(new PlainError('self-check-failed', 'Wrong numbers on acme 5.')),
  });
  await expect(createFullContextClient(createScope(), { ...WHERE, worker })).rejects.toMatchObject({
    code: 'self-check-failed',
    message: 'Wrong numbers on acme 5.',
  });
});

test('a lost device and a dead worker are told, and what waits is rejected', async () => {
  const notes: FullContextNote[] = [];
  const { worker, note, die } = loopback({ embedContext: () => new Promise(() => undefined) });
  const client = await createFullContextClient(createScope(), {
    ...WHERE,
    worker,
    onNote: (told) => notes.push(told),
  });
  const waiting = client.embedContext({ turns: [], state: STATE });
  note({ kind: 'lost', code: 'gpu-lost', message: 'The GPU was lost.' });
  await Promise.resolve();
  die();
  await expect(waiting).rejects.toMatchObject({ code: 'worker-died' });
  expect(notes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['lost', 'died']));
});

test('a context without the decision’s state is refused here', async () => {
  const client = await createFullContextClient(createScope(), { ...WHERE, worker: loopback().worker });
  await expect(client.embedContext({ turns: [] })).rejects.toMatchObject({ code: 'context-without-state' });
});
