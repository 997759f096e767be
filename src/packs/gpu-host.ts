import * as ort from 'onnxruntime-web/jspi';
import type { ModelHost } from '../shared/model';
import { PlainError, toPlainError } from '../shared/plain-error';
import {
  gpuMemory,
  hasJspi,
  isOutOfMemory,
  openGpu,
  type GpuFacts,
  type GpuNeeds,
  type OpenedGpu,
} from './gpu-device';
import { createModelHost } from './host';
import { asGraph, openSession } from './session';
import { createTurns } from './turns';
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
  /** False: without the GPU's subgroups, which are faster but have been wrong. */
  readonly subgroups?: boolean;
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
 * Makes the host: onnxruntime-web's JSPI build with its WebGPU provider, or its plain build on WASM (the other lacks what a 4-bit
 * token table needs on the processor). Rejects with a `PlainError` that says why not: those of `openGpu` and `createModelHost`. A
 * thread holds one runtime of a kind: one host a worker.
 */
export async function createGpuHost(options: GpuHostOptions): Promise<GpuHost> {
  const { device, wasmBaseUrl, threads, needs = null, subgroups = true } = options;
  if (device === 'wasm')
    return {
      ...createModelHost({ wasmBaseUrl, threads }),
      gpu: null,
      lost: new Promise<PlainError>(() => undefined),
      end: () => undefined,
    };
  const gpu = await openGpu(needs, globalThis.navigator, hasJspi(), subgroups);
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmPaths = {
    mjs: new URL('ort-wasm-simd-threaded.jspi.mjs', wasmBaseUrl).href,
    wasm: new URL('ort-wasm-simd-threaded.jspi.wasm', wasmBaseUrl).href,
  };
  return hostOn(gpu);
}

function hostOn(opened: OpenedGpu): GpuHost {
  const { facts, device, lost } = opened;
  const backend = `webgpu (${facts.name})`;
  const inTurn = createTurns(lost);
  const tried = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(work).catch((error: unknown) => Promise.reject(withMemory(error, facts, backend)));
  return {
    backend,
    gpu: facts,
    lost,
    async load(given) {
      const graph = asGraph(given);
      const provider = graph.onProcessor === true ? 'wasm' : { name: 'webgpu', device };
      const session = await tried(() => openSession(ort, graph, provider, backend));
      return {
        ...session,
        run: (feeds, outputs) => tried(() => session.run(feeds, outputs)),
        release: () => tried(() => session.release()),
      };
    },
    end: () => opened.end(),
  };
}

/** Errors of the runtime that say the memory is full, told as such. */
const withMemory = (error: unknown, gpu: GpuFacts, backend: string): PlainError =>
  isOutOfMemory(error instanceof PlainError ? error.cause : error)
    ? gpuMemory(gpu)
    : toPlainError(error, 'model-failed', `A model failed on ${backend}.`, 'Reload the page.');
