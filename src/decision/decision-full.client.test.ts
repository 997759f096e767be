import { expect, it } from 'vitest';
import type { Word } from '../flow';
import { serve, type CallMessage, type DoorMessage, type WorkerLike } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { createFullDecisionClient } from './decision-full.client';
import type { FullDecisionCalls, FullDecisionLoaded, FullDecisionNote } from './decision.protocol';
import { META } from './fixtures';

const LOADED: FullDecisionLoaded = {
  meta: META,
  backend: 'webgpu (acme)',
  policy: { mostWords: 4, keepWords: 2 },
  gpu: null,
  activations: 'float32',
};
const WHERE = {
  from: 'stored',
  wasmUrl: 'https://mhm.test/ort/',
  packs: { backbone: 'b@1', head: 'h@1' },
} as const;
const words: Word[] = ['So,', 'we', 'Went', 'down', 'there', 'OK'].map((text, index) => ({
  text,
  startMs: index * 6000,
  endMs: index * 6000 + 250,
  heardMs: index * 6000 + 400,
  speaker: 'you',
}));

/** A worker in this thread that notes its calls. Messages are cloned, as a real one does. */
function loopback(load: () => Promise<FullDecisionLoaded>) {
  const calls: { kind: string; take: unknown }[] = [];
  const toPage: ((event: { data: DoorMessage }) => void)[] = [];
  const toWorker: ((event: { data: CallMessage }) => void)[] = [];
  const noted =
    <Take, Give>(kind: string, give: () => Promise<Give>) =>
    (take: Take): Promise<Give> => {
      calls.push({ kind, take });
      return give();
    };
  const note = serve<FullDecisionCalls, FullDecisionNote>(
    {
      postMessage: (data) =>
        queueMicrotask(() => toPage.forEach((listener) => listener({ data: structuredClone(data) }))),
      addEventListener: (_, listener) => toWorker.push(listener),
    },
    {
      load: noted('load', load),
      hear: noted('hear', () => Promise.resolve(undefined)),
      judge: noted('judge', () => Promise.resolve([])),
      state: noted('state', () => Promise.resolve(Float32Array.of(1, 2))),
      forget: noted('forget', () => Promise.resolve(undefined)),
    },
  );
  const worker: WorkerLike = {
    postMessage: (data) =>
      queueMicrotask(() => toWorker.forEach((listener) => listener({ data: structuredClone(data) }))),
    addEventListener(type: string, listener: never) {
      if (type === 'message') toPage.push(listener);
    },
    terminate: () => undefined,
  };
  return { worker, calls, note };
}

it('sends with each word the texts since the cache began, and asks for states', async () => {
  const { worker, calls } = loopback(() => Promise.resolve(LOADED));
  const stage = await createFullDecisionClient(createScope(), { ...WHERE, worker });
  expect([stage.backend, stage.activations, stage.gpu]).toEqual(['webgpu (acme)', 'float32', null]);
  await stage.hear(words, 3);
  await stage.hear(words, 5);
  expect(await stage.state(5)).toEqual(Float32Array.of(1, 2));
  expect(calls[0]?.take).toEqual({ ...WHERE, device: 'webgpu', threads: 1 });
  expect(calls[1]?.take).toMatchObject({
    index: 3,
    window: { cached: { start: 0, pieces: ['so', 'we', 'went', 'down'] } },
  });
  expect(calls[2]?.take).toMatchObject({
    index: 5,
    window: { cached: { start: 2, pieces: ['went', 'down', 'there', 'okay'] } },
  });
});

it('says why the device was refused, and tells when it is lost', async () => {
  const refused = loopback(() => Promise.reject(new PlainError('gpu-too-small', 'The GPU is too small.')));
  await expect(
    createFullDecisionClient(createScope(), { ...WHERE, worker: refused.worker }),
  ).rejects.toMatchObject({ code: 'gpu-too-small' });

  const notes: FullDecisionNote[] = [];
  const { worker, note } = loopback(() => Promise.resolve(LOADED));
  const stage = await createFullDecisionClient(createScope(), {
    ...WHERE,
    worker,
    onNote: (told) => notes.push(told),
  });
  const lost = { kind: 'lost', code: 'gpu-lost', message: 'The GPU was lost.', todo: '' } as const;
  note(lost);
  await stage.forget();
  expect(notes).toEqual([lost]);
});
