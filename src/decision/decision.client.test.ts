import { describe, expect, it } from 'vitest';
import type { Condition, Probabilities, Word } from '../flow';
import { serve, type CallMessage, type DoorMessage, type WorkerLike } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { createDecisionClient } from './decision.client';
import type { DecisionCalls, DecisionNote } from './decision.protocol';
import { META } from './fixtures';

const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 0,
  sinceTurnMs: null,
  sinceBackchannelMs: null,
};
const P: Probabilities = [0.1, 0.2, 0.7];
const WHERE = {
  modelsUrl: 'https://mhm.test/models/',
  wasmUrl: 'https://mhm.test/ort/',
  packs: { backbone: 'b@1', head: 'h@1' },
};
const words: Word[] = ['Gone.', 'So', 'we', 'went'].map((text, index) => ({
  text,
  startMs: index * 6000,
  endMs: index * 6000 + 250,
  heardMs: index * 6000 + 400,
  speaker: 'you',
}));

/** A worker in this thread that notes its calls. Messages are cloned, as a real one does. */
function loopback(load: () => Promise<DecisionCalls['load']['give']>) {
  const calls: { kind: string; take: unknown }[] = [];
  const toPage: ((event: { data: DoorMessage }) => void)[] = [];
  const toWorker: ((event: { data: CallMessage }) => void)[] = [];
  const onError: (() => void)[] = [];
  let terminated = false;
  const noted =
    <Take, Give>(kind: string, give: () => Promise<Give>) =>
    (take: Take): Promise<Give> => {
      calls.push({ kind, take });
      return give();
    };
  const note = serve<DecisionCalls, DecisionNote>(
    {
      postMessage: (data) =>
        queueMicrotask(() => toPage.forEach((listener) => listener({ data: structuredClone(data) }))),
      addEventListener: (_, listener) => toWorker.push(listener),
    },
    {
      load: noted('load', load),
      hear: noted('hear', () => Promise.resolve(undefined)),
      judge: noted('judge', () => Promise.resolve([P])),
      forget: noted('forget', () => Promise.resolve(undefined)),
    },
  );
  const worker: WorkerLike = {
    postMessage: (data) =>
      queueMicrotask(() => toWorker.forEach((listener) => listener({ data: structuredClone(data) }))),
    addEventListener: (type: string, listener: ((event: { data: DoorMessage }) => void) | (() => void)) => {
      if (type === 'message') toPage.push(listener);
      else onError.push(listener as () => void);
    },
    terminate: () => {
      terminated = true;
    },
  };
  return {
    worker,
    calls,
    note,
    die: () => onError.forEach((listener) => listener()),
    terminated: () => terminated,
  };
}
const fine = () => Promise.resolve({ meta: META, backend: 'wasm-1' });

describe('createDecisionClient', () => {
  it('loads, then passes on only the text and timing of each window', async () => {
    const { worker, calls } = loopback(fine);
    const stage = await createDecisionClient(createScope(), { ...WHERE, worker });
    expect([stage.backend, stage.meta]).toEqual(['wasm-1', META]);
    await stage.hear(words, 3);
    expect(await stage.judge([{ word: 3, condition: CONDITION }])).toEqual([P]);
    await stage.forget();
    expect(calls.map(({ kind }) => kind)).toEqual(['load', 'hear', 'judge', 'forget']);
    expect(calls[0]?.take).toEqual(WHERE);
    expect(calls[1]?.take).toMatchObject({
      index: 3,
      window: { words: [{ piece: 'went' }], timing: { window_words: 1 } },
    });
  });

  it('passes on notes, and why loading failed', async () => {
    const notes: DecisionNote[] = [];
    const door = loopback(() => {
      door.note({ kind: 'bytes', bytes: 7 });
      return Promise.reject(new PlainError('pack-damaged', 'The file is damaged.', 'Reload.'));
    });
    const opened = createDecisionClient(createScope(), {
      ...WHERE,
      worker: door.worker,
      onNote: (note) => notes.push(note),
    });
    await expect(opened).rejects.toMatchObject({ code: 'pack-damaged', todo: 'Reload.' });
    expect(notes).toEqual([{ kind: 'bytes', bytes: 7 }]);
  });

  it('tells when the worker dies, and rejects what was pending', async () => {
    const notes: DecisionNote[] = [];
    const { worker, die, terminated } = loopback(fine);
    const stage = await createDecisionClient(createScope(), {
      ...WHERE,
      worker,
      onNote: (note) => notes.push(note),
    });
    const pending = stage.hear(words, 0);
    die();
    await expect(pending).rejects.toMatchObject({ code: 'worker-died' });
    await expect(stage.judge([])).rejects.toMatchObject({ code: 'worker-died' });
    expect(notes).toEqual([{ kind: 'died' }]);
    expect(terminated()).toBe(true);
  });

  it('ends with its scope', async () => {
    const scope = createScope();
    const { worker, terminated } = loopback(fine);
    await createDecisionClient(scope, { ...WHERE, worker });
    scope.end();
    expect(terminated()).toBe(true);
  });
});
