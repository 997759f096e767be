import { expect, test } from 'vitest';
import { serve, type CallMessage, type DoorMessage, type WorkerLike } from '../shared/door';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { runBench, type BenchOptions, type BenchStep } from './bench.client';
import type { BenchCalls, BenchNote } from './bench.protocol';
import type { Planned } from './plan';
import type { Row, Subject } from './report';

const ROWS: readonly Row[] = [{ call: 'voice', timing: { calls: 3, medianMs: 5, p95Ms: 6 }, ratio: null }];
const subject = (variant: Subject['variant']): Planned => ({
  subject: { part: 'full-voice', packs: ['v@1'], device: 'wasm', variant },
  leftOut: null,
});

/** Workers in this thread; `load` decides what becomes of each. */
function workers(load: (subject: Subject, die: () => void) => Promise<BenchCalls['load']['give']>) {
  let alive = 0;
  const start = (): WorkerLike => {
    alive += 1;
    const toPage: ((event: { data: DoorMessage }) => void)[] = [];
    const toWorker: ((event: { data: CallMessage }) => void)[] = [];
    const onError: (() => void)[] = [];
    const note = serve<BenchCalls, BenchNote>(
      {
        postMessage: (data) =>
          queueMicrotask(() => toPage.forEach((listener) => listener({ data: structuredClone(data) }))),
        addEventListener: (_, listener) => toWorker.push(listener),
      },
      {
        gpu: () => Promise.resolve({ name: 'made', half: true }),
        load({ subject }) {
          note({ kind: 'bytes', bytes: 7 });
          return load(subject, () => onError.forEach((listener) => listener()));
        },
        time() {
          note({ kind: 'share', share: 0.5 });
          return Promise.resolve(ROWS);
        },
      },
    );
    return {
      postMessage: (data) =>
        queueMicrotask(() => toWorker.forEach((listener) => listener({ data: structuredClone(data) }))),
      addEventListener: (type: string, listener: ((event: { data: DoorMessage }) => void) | (() => void)) => {
        if (type === 'message') toPage.push(listener);
        else onError.push(listener as () => void);
      },
      terminate: () => {
        alive -= 1;
      },
    };
  };
  return { start, alive: () => alive };
}

function options(startWorker: () => WorkerLike): BenchOptions & { readonly steps: BenchStep[] } {
  const steps: BenchStep[] = [];
  const bytes = [100, 150, 90];
  return {
    places: { modelsUrl: 'https://mhm.test/models/', wasmUrl: 'https://mhm.test/ort/', fullUrl: null },
    effort: { warmUps: 0, least: 1, most: 1, budgetMs: 1 },
    memory: () => Promise.resolve(bytes.shift() ?? null),
    onStep: (_, step) => steps.push(step),
    onDone: () => undefined,
    startWorker,
    steps,
  };
}

const good = { on: 'wasm-2', weights: 'random', loadMs: 12 } as const;

test('each subject has a worker of its own, and its memory is told above the idle page’s', async () => {
  const { start, alive } = workers(() => Promise.resolve(good));
  const given = options(start);
  const reports = await runBench(createScope(), [subject('float32'), subject('float16')], given);
  expect(reports.map(({ outcome }) => outcome)).toEqual([
    { kind: 'measured', ...good, memoryBytes: 50, peakBytes: null, rows: ROWS },
    // Less than before is no memory at all.
    { kind: 'measured', ...good, memoryBytes: 0, peakBytes: null, rows: ROWS },
  ]);
  expect(alive()).toBe(0);
  expect(given.steps.map(({ step }) => step)).toEqual([
    'idle',
    ...Array.from({ length: 2 }, () => ['loading', 'loading', 'memory', 'measuring', 'measuring']).flat(),
  ]);
  expect(given.steps[2]).toEqual({ step: 'loading', loadedBytes: 7, share: 0 });
});

test('what cannot be run is told with the reason, and the next goes on', async () => {
  const { start, alive } = workers(({ variant }, die) => {
    if (variant === 'float32') return Promise.resolve(good);
    if (variant === 'float16')
      return Promise.reject(new PlainError('gpu-memory', 'The GPU is full.', 'Rest.'));
    die();
    return new Promise(() => undefined);
  });
  const planned = [
    { ...subject('float32'), leftOut: 'There is no GPU.' },
    subject('float16'),
    subject('int8'),
    subject('float32'),
  ];
  const reports = await runBench(createScope(), planned, options(start));
  expect(
    reports.map(({ outcome }) => (outcome.kind === 'left-out' ? outcome.sentence : outcome.kind)),
  ).toEqual([
    'There is no GPU.',
    'The GPU is full.',
    'It stopped while it was measured; the memory was probably short.',
    'measured',
  ]);
  expect(alive()).toBe(0);
});

test('stopped in the middle it reports what was done, and nothing runs on', async () => {
  const scope = createScope();
  const { start, alive } = workers(({ variant }) => {
    if (variant === 'float32') return Promise.resolve(good);
    scope.end();
    return new Promise(() => undefined);
  });
  const reports = await runBench(
    scope,
    [subject('float32'), subject('float16'), subject('int8')],
    options(start),
  );
  expect(reports.map(({ outcome }) => outcome.kind)).toEqual(['measured']);
  expect(alive()).toBe(0);
});
