import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { askGpu, benchMarkdown, browserName, EFFORTS, planBench, runBench } from '../../bench';
import type { BenchReport, Present } from '../../bench';
import { SMALL_SET } from '../../packs';
import { PlainError, toPlainError } from '../../shared/plain-error';
import { createScope } from '../../shared/scope';
import type { Scope } from '../../shared/scope';
import { saveFile } from '../saving';
import { fullSetAt, keptFullSet } from './full-set';
import { pageMemory } from './memory';
import type { BenchActions, BenchState } from './state';

export {
  CALL_WORDS,
  deviceWords,
  loadWords,
  msWords,
  PART_WORDS,
  ratioWords,
  remarks,
  variantWords,
} from '../../bench';
export type { BenchReport, EffortName, Outcome, Planned, Subject, SubjectReport } from '../../bench';
export type * from './state';

/** The Bench page's own store and actions; `end` stops whatever still runs. */
export interface BenchApp {
  readonly store: StoreApi<BenchState>;
  readonly actions: BenchActions;
  end(): void;
}

/** `baseUrl`: the page's own folder, ending with a slash. Nothing is fetched before `measure`. */
export function createBenchApp(baseUrl: string, fullUrl = ''): BenchApp {
  const scope = createScope();
  let running: Scope | null = null;
  const store = createStore<BenchState>()(() => ({
    phase: { kind: 'idle' },
    effort: 'quick',
    full: 'looking',
    fullUrl,
    report: null,
    fault: null,
    exported: '',
  }));

  const look = async (): Promise<Present['full']> => {
    const kept = await keptFullSet();
    store.setState({ full: kept ? 'kept' : 'absent' });
    return kept;
  };

  const run = async (own: Scope): Promise<void> => {
    const { effort } = store.getState();
    const address = store.getState().fullUrl.trim();
    const fullUrl = address === '' ? null : folderUrl(address, baseUrl);
    const full = fullUrl === null ? await look() : await fullSetAt(fullUrl);
    const gpu = await askGpu(own);
    const planned = planBench({ small: SMALL_SET, full }, gpu);
    let report: BenchReport = {
      format: 1,
      date: new Date().toISOString(),
      effort,
      machine: {
        runs: browserName(navigator.userAgent),
        cores: navigator.hardwareConcurrency,
        isolated: crossOriginIsolated,
        gpu,
      },
      subjects: [],
    };
    store.setState({ report });
    await runBench(own, planned, {
      places: {
        modelsUrl: new URL('models/', baseUrl).href,
        wasmUrl: new URL('ort/', baseUrl).href,
        fullUrl,
      },
      effort: EFFORTS[effort],
      memory: () => (effort === 'thorough' ? pageMemory(own) : Promise.resolve(null)),
      onStep: (at, step) => store.setState({ phase: { kind: 'running', planned, at, step } }),
      onDone(_, subject) {
        report = { ...report, subjects: [...report.subjects, subject] };
        store.setState({ report });
      },
    });
  };

  const actions: BenchActions = {
    async look() {
      await look();
    },
    chooseEffort: (effort) => store.setState({ effort }),
    setFullUrl: (fullUrl) => store.setState({ fullUrl }),
    async measure() {
      if (running) return;
      const own = scope.child();
      running = own;
      store.setState({ phase: { kind: 'preparing' }, report: null, fault: null, exported: '' });
      try {
        await run(own);
      } catch (error) {
        if (!own.ended) store.setState({ fault: faultOf(error) });
      } finally {
        own.end();
        running = null;
        const { report } = store.getState();
        store.setState({ phase: { kind: report?.subjects.length ? 'done' : 'idle' } });
      }
    },
    stop: () => running?.end(),
    save(as) {
      const { report } = store.getState();
      if (!report) return;
      const json = as === 'json';
      const text = json ? `${JSON.stringify(report, null, 2)}\n` : benchMarkdown(report);
      const type = json ? 'application/json' : 'text/markdown';
      saveFile(new Blob([text], { type }), json ? 'bench.json' : 'bench.md');
    },
    async copy() {
      const { report } = store.getState();
      if (!report) return;
      try {
        await navigator.clipboard.writeText(benchMarkdown(report));
        store.setState({ exported: 'Copied.' });
      } catch {
        store.setState({ exported: 'The browser did not let the page copy; save the table instead.' });
      }
    },
  };
  return { store, actions, end: () => scope.end() };
}

/** An address as a folder's URL, relative to the page. Throws a `PlainError` (`address-unusable`). */
function folderUrl(address: string, baseUrl: string): string {
  const folder = address.endsWith('/') ? address : `${address}/`;
  if (URL.canParse(folder, baseUrl)) return new URL(folder, baseUrl).href;
  throw new PlainError(
    'address-unusable',
    'The address of the full set is no address.',
    'Write it as https://…, or as a folder beside this page, such as models-full/.',
  );
}

function faultOf(error: unknown): NonNullable<BenchState['fault']> {
  const { code, message, todo } = toPlainError(
    error,
    'bench-failed',
    'The measurement failed for a reason of its own.',
    'Reload the page and measure again.',
  );
  return { code, message, todo };
}
