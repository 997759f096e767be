import * as ort from 'onnxruntime-web';
import type { ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { asGraph, openSession } from './session';

/** How a host is made. */
export interface HostOptions {
  /** WASM threads; more than one needs cross-origin isolation in a page. Default: `defaultThreads()`. */
  readonly threads?: number;
  /** Folder that holds onnxruntime-web's own `.mjs` and `.wasm`; needed in a page, found by itself in Node. */
  readonly wasmBaseUrl?: string;
}

/** A module that needs WASM SIMD (one `i8x16.splat`): validates only where the browser has it. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** Whether this browser can run the models at all. */
export const hasWasmSimd = (
  wasm: Pick<typeof WebAssembly, 'validate'> | undefined = globalThis.WebAssembly,
) => wasm !== undefined && wasm.validate(SIMD_PROBE);

/** Threads worth using: one without isolation, else two: the models are small and two workers share the machine. */
export const defaultThreads = (isolated: boolean, cores: number): number =>
  isolated && typeof SharedArrayBuffer !== 'undefined' ? Math.max(1, Math.min(2, cores)) : 1;

/** Makes the model host: onnxruntime-web on WASM. Throws a `PlainError` (`wasm-missing`, `wasm-simd-missing`). */
export function createModelHost(options: HostOptions = {}): ModelHost {
  if (typeof globalThis.WebAssembly === 'undefined')
    throw new PlainError(
      'wasm-missing',
      'This browser has WebAssembly switched off, and the listener needs it to run its models.',
      'Use a current Chrome, Edge, Firefox or Safari, or turn off the strict mode that blocks it.',
    );
  if (!hasWasmSimd())
    throw new PlainError(
      'wasm-simd-missing',
      'This browser is too old to run the models: it has no WebAssembly SIMD.',
      'Update the browser (Chrome 91, Firefox 89, Safari 16.4 or newer).',
    );
  const inNode = !('self' in globalThis) && !('document' in globalThis);
  const isolated = inNode || globalThis.crossOriginIsolated;
  const threads = options.threads ?? defaultThreads(isolated, globalThis.navigator?.hardwareConcurrency ?? 2);
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  if (options.wasmBaseUrl !== undefined) {
    ort.env.wasm.wasmPaths = {
      mjs: new URL('ort-wasm-simd-threaded.mjs', options.wasmBaseUrl).href,
      wasm: new URL('ort-wasm-simd-threaded.wasm', options.wasmBaseUrl).href,
    };
  }
  const backend = `wasm-${threads}`;
  return { backend, load: (graph) => openSession(ort, asGraph(graph), 'wasm', backend) };
}

/** Lets a library that looks for a runtime of its surroundings (transformers.js) find this one, in place of one of its own. */
export const shareRuntime = (): void => {
  Reflect.set(globalThis, Symbol.for('onnxruntime'), ort);
};
