import { openDoor, type Door, type WorkerLike } from '../shared/door';
import { PlainError, toPlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { BenchCalls, BenchNote, BenchPlaces } from './bench.protocol';
import type { Planned } from './plan';
import type { Machine, Outcome, SubjectReport } from './report';
import type { Effort } from './statistics';

/** What a bench is doing with one subject: at first reading the idle page's memory. `share` 0..1 of the measuring. */
export interface BenchStep {
  readonly step: 'idle' | 'loading' | 'memory' | 'measuring';
  readonly loadedBytes: number;
  readonly share: number;
}

/** What a bench in a page needs. */
export interface BenchOptions {
  readonly places: BenchPlaces;
  readonly effort: Effort;
  /** Bytes that the page and its workers hold, or null where nothing tells, or nobody shall be asked. */
  readonly memory: () => Promise<number | null>;
  readonly onStep: (index: number, step: BenchStep) => void;
  readonly onDone: (index: number, report: SubjectReport) => void;
  /** Tests give loopbacks. */
  readonly startWorker?: () => WorkerLike;
}

const startBenchWorker = (): WorkerLike =>
  new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' });

/** Asks a worker what GPU there is; the worker ends with the answer. */
export async function askGpu(scope: Scope, startWorker = startBenchWorker): Promise<Machine['gpu']> {
  const own = scope.child();
  try {
    return await openDoor<BenchCalls, BenchNote>(startWorker(), own).call('gpu', undefined);
  } finally {
    own.end();
  }
}

/**
 * Measures one subject after the other, each in a worker of its own, so that none finds the memory of the one before. A subject that
 * cannot be run is reported with the reason and the next goes on. Ends early, without a word, when `scope` does.
 */
export async function runBench(
  scope: Scope,
  planned: readonly Planned[],
  options: BenchOptions,
): Promise<readonly SubjectReport[]> {
  const reports: SubjectReport[] = [];
  const none = { loadedBytes: 0, share: 0 };
  options.onStep(0, { step: 'idle', ...none });
  const idleBytes = await options.memory();
  for (const [index, { subject, leftOut }] of planned.entries()) {
    if (scope.ended) break;
    const outcome: Outcome =
      leftOut === null
        ? await measureOne(scope, subject, options, idleBytes, (step) => options.onStep(index, step))
        : { kind: 'left-out', sentence: leftOut };
    if (scope.ended) break;
    const report = { subject, outcome };
    reports.push(report);
    options.onDone(index, report);
  }
  return reports;
}

async function measureOne(
  scope: Scope,
  subject: Planned['subject'],
  { places, effort, memory, startWorker = startBenchWorker }: BenchOptions,
  idleBytes: number | null,
  onStep: (step: BenchStep) => void,
): Promise<Outcome> {
  const own = scope.child();
  let step: BenchStep = { step: 'loading', loadedBytes: 0, share: 0 };
  const tell = (change: Partial<BenchStep>): void => onStep((step = { ...step, ...change }));
  try {
    tell({});
    const door: Door<BenchCalls> = openDoor<BenchCalls, BenchNote>(startWorker(), own, (note) =>
      tell(note.kind === 'bytes' ? { loadedBytes: step.loadedBytes + note.bytes } : { share: note.share }),
    );
    const { on, weights, loadMs } = await door.call('load', { subject, places });
    tell({ step: 'memory' });
    const heldBytes = await memory();
    tell({ step: 'measuring' });
    const rows = await door.call('time', { effort });
    const memoryBytes = idleBytes === null || heldBytes === null ? null : Math.max(0, heldBytes - idleBytes);
    return { kind: 'measured', on, weights, loadMs, memoryBytes, peakBytes: null, rows };
  } catch (error) {
    return { kind: 'left-out', sentence: reasonOf(error) };
  } finally {
    own.end();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof PlainError && error.code === 'worker-died')
    return 'It stopped while it was measured; the memory was probably short.';
  return toPlainError(error, 'bench-failed', 'It failed for a reason of its own.').message;
}
