/**
 * What a stage needs of a model, so that stages stay free of any runtime. `packs/host.ts` fulfils it with onnxruntime-web
 * in a worker and on the command line; tests fulfil it with plain functions.
 */
export interface Tensor {
  readonly type: 'float32' | 'int64' | 'bool';
  readonly data: Float32Array | BigInt64Array | Uint8Array;
  readonly dims: readonly number[];
}

/** Named tensors, as a graph takes and gives them. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** One loaded graph. Calls are not queued: the owner calls one at a time. */
export interface ModelSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph; `outputs` limits what is computed and copied. Tensors it gave may be fed back as they are. */
  run(feeds: Tensors, outputs?: readonly string[]): Promise<Tensors>;
  release(): Promise<void>;
}

/** Loads graphs on one device. */
export interface ModelHost {
  /** The device by name, as the record's header says it: `wasm-2` is WASM on two threads. */
  readonly backend: string;
  /** Loads an ONNX or ORT graph from its bytes. Throws a `PlainError` when the device cannot hold it. */
  load(bytes: Uint8Array): Promise<ModelSession>;
}

/** The float32 data of a tensor. Throws when the graph gave another type: a pack and its code do not belong together. */
export function floatData(tensor: Tensor | undefined, name: string): Float32Array {
  if (!(tensor?.data instanceof Float32Array))
    throw new TypeError(`The graph gave no float32 tensor "${name}".`);
  return tensor.data;
}
