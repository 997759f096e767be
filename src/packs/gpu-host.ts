import * as ort from 'onnxruntime-web/jspi';
import type { ModelHost } from '../shared/model';
import { PlainError, toPlainError } from '../shared/plain-error';
import { gpuMemory, isOutOfMemory, openGpu, type GpuFacts, type GpuNeeds } from './gpu-device';
import { asGraph, openSession } from './session';
import type { FullDevice } from './variants';

export type { FullDevice } from './variants';

/** How a host for large graphs is made. */
export interface GpuHostOptions {
  readonly device: FullDevice;
  /** Folder that holds the runtime's `ort-wasm-simd-threaded.jspi.mjs` and `.wasm`; absolute, ends with a slash. */
  readonly wasmBaseUrl: string;
  /** WASM threads; more than one needs cross-origin isolation. */
  readonly threads: number;
  /** What the GPU must hold; null: anything goes. */
  readonly needs?: GpuNeeds | null;
}

/** A model host on one GPU, or on WASM. Loads and runs of all its sessions go one after another. */
export interface GpuHost extends ModelHost {
  /** The GPU; null on WASM. */
  readonly gpu: GpuFacts | null;
  /** Why the device can be used no more (`gpu-lost`, `gpu-memory`); never settles on WASM, nor after `end`. */
  readonly lost: Promise<PlainError>;
  /** Gives the GPU back; the host's sessions can be used no more. */
  end(): void;
}

/**
 * Makes the host: onnxruntime-web's JSPI build with its WebGPU provider. Rejects with a `PlainError` that says why not:
 * those of `openGpu`, and `jspi-missing` on WASM too. A browser holds one runtime a thread: one host a worker.
 */
export async function createGpuHost(options: GpuHostOptions): Promise<GpuHost> {
  const { device, wasmBaseUrl, threads, needs = null } = options;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmPaths = {
    mjs: new URL('ort-wasm-simd-threaded.jspi.mjs', wasmBaseUrl).href,
    wasm: new URL('ort-wasm-simd-threaded.jspi.wasm', wasmBaseUrl).href,
  };
  const opened = device === 'webgpu' ? await openGpu(needs) : null;
  const backend = opened ? `webgpu (${opened.facts.name})` : `wasm-${threads}`;
  const gpu = opened?.facts ?? null;
  const lost = opened?.lost ?? new Promise<PlainError>(() => undefined);
  const inTurn = createTurns(lost);
  const tried = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(work).catch((error: unknown) => Promise.reject(withMemory(error, gpu, backend)));
  return {
    backend,
    gpu,
    lost,
    async load(given) {
      const graph = asGraph(given);
      const provider =
        opened && graph.onProcessor !== true ? { name: 'webgpu', device: opened.device } : 'wasm';
      const session = await tried(() => openSession(ort, graph, provider, backend));
      return {
        ...session,
        run: (feeds, outputs) => tried(() => session.run(feeds, outputs)),
        release: () => tried(() => session.release()),
      };
    },
    end: () => opened?.end(),
  };
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** One thing after another; what waits for a device that is lost fails at once instead of hanging. */
function createTurns(lost: Promise<PlainError>): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  const ended = lost.then((error) => Promise.reject(error));
  ended.catch(() => undefined);
  return (work) => {
    const turn = Promise.race([last.then(work), ended]);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Errors of the runtime that say the memory is full, told as such. */
const withMemory = (error: unknown, gpu: GpuFacts | null, backend: string): PlainError =>
  gpu !== null && isOutOfMemory(error instanceof PlainError ? error.cause : error)
    ? gpuMemory(gpu)
    : toPlainError(error, 'model-failed', `A model failed on ${backend}.`, 'Reload the page.');
