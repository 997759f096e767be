import { describe, expect, it } from 'vitest';
import type { WordsEvent } from '../flow';
import type { CallMessage, DoorMessage, WorkerLike } from '../shared/door';
import { createScope } from '../shared/scope';
import { createWordsClient } from './words.client';
import type { WordsNote } from './words.protocol';

type Listener = ((event: { data: DoorMessage }) => void) & (() => void);

/** A worker that the test answers for. */
class FakeWorker implements WorkerLike {
  readonly calls: CallMessage[] = [];
  terminated = false;
  private readonly listeners = new Map<string, Listener[]>();

  postMessage(message: CallMessage): void {
    this.calls.push(message);
  }
  addEventListener(type: string, listener: unknown): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener as Listener]);
  }
  terminate(): void {
    this.terminated = true;
  }
  tell(data: DoorMessage): void {
    for (const listener of this.listeners.get('message') ?? []) listener({ data });
  }
  give(give: unknown): void {
    const call = this.calls.at(-1);
    this.tell({ answer: 'given', id: call?.id ?? 0, give });
  }
  die(): void {
    for (const listener of this.listeners.get('error') ?? [])
      listener({ data: { answer: 'note', note: null } });
  }
}

const options = (worker: FakeWorker, notes: WordsNote[] = []) => ({
  modelsUrl: 'https://example.org/models/',
  wasmUrl: 'https://example.org/ort/',
  packs: { vad: 'silero-vad@6', recogniser: 'moonshine-tiny@1' },
  worker,
  onNote: (note: WordsNote) => void notes.push(note),
});

const frame = (startSample: number) => ({ startSample, samples: new Float32Array(512) });

describe('createWordsClient', () => {
  it('loads, passes notes on, and brings the events back', async () => {
    const worker = new FakeWorker();
    const notes: WordsNote[] = [];
    const loading = createWordsClient(createScope(), options(worker, notes));
    worker.tell({ answer: 'note', note: { kind: 'bytes', pack: 'silero-vad@6', loaded: 5, total: 10 } });
    worker.give({ backend: 'wasm-2' });
    const client = await loading;
    expect(client.backend).toBe('wasm-2');
    expect(notes).toEqual([{ kind: 'bytes', pack: 'silero-vad@6', loaded: 5, total: 10 }]);

    const events: WordsEvent[] = [{ kind: 'progress', heardMs: 32 }];
    const pushing = client.push(frame(0));
    expect(worker.calls.at(-1)?.take).toMatchObject({
      frame: { startSample: 0 },
      sentMs: expect.any(Number),
    });
    worker.give(events);
    expect(await pushing).toEqual(events);
  });

  it('rejects what is pending when the worker dies; a new client goes on at a later sample', async () => {
    const scope = createScope();
    const worker = new FakeWorker();
    const notes: WordsNote[] = [];
    const loading = createWordsClient(scope, options(worker, notes));
    worker.give({ backend: 'wasm-2' });
    const client = await loading;
    const pushing = client.push(frame(0));
    worker.die();
    await expect(pushing).rejects.toMatchObject({ code: 'worker-died' });
    await expect(client.push(frame(512))).rejects.toMatchObject({ code: 'worker-died' });
    expect(notes).toEqual([{ kind: 'died' }]);

    const second = new FakeWorker();
    const again = createWordsClient(scope, options(second));
    second.give({ backend: 'wasm-2' });
    const going = (await again).push(frame(512_000));
    second.give([{ kind: 'progress', heardMs: 32_032 }]);
    expect(await going).toEqual([{ kind: 'progress', heardMs: 32_032 }]);
    scope.end();
    expect(second.terminated).toBe(true);
  });

  it('brings a refusal to load as it is', async () => {
    const worker = new FakeWorker();
    const loading = createWordsClient(createScope(), options(worker));
    worker.tell({
      answer: 'failed',
      id: worker.calls.at(-1)?.id ?? 0,
      code: 'self-check-failed',
      message: 'The model moonshine-tiny@1 gives wrong numbers on this device (wasm-2).',
      todo: 'Use another browser or another machine.',
    });
    await expect(loading).rejects.toMatchObject({ code: 'self-check-failed' });
  });
});
