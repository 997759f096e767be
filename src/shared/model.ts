/**
 * What a stage needs of a model, so that stages stay free of any runtime. `packs/host.ts` fulfils it with onnxruntime-web on
 * WASM, in a worker and on the command line, `packs/gpu-host.ts` on WebGPU; tests fulfil it with plain functions.
 */
export interface Tensor {
  readonly type: 'float32' | 'float16' | 'int64' | 'bool';
  /** 16-bit floats by their bits. Throws for a tensor that was kept on the device: such a one can only be fed back. */
  readonly data: Float32Array | Uint16Array | BigInt64Array | Uint8Array;
  readonly dims: readonly number[];
  /** Frees a tensor that was kept on the device. */
  dispose?(): void;
}

/** Named tensors, as a graph takes and gives them. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A file of weights beside a graph. A `Blob` (a stored file) is read tensor by tensor and never held whole. */
export interface Weights {
  /** As the graph names it. */
  readonly path: string;
  readonly data: Uint8Array | Blob;
}

/** A graph with what belongs to it. */
export interface Graph {
  readonly bytes: Uint8Array;
  readonly weights?: readonly Weights[];
  /** Outputs that stay on the device, to be fed back; who asked for them disposes of them. */
  readonly keepOnDevice?: readonly string[];
  /** True for a graph so small that the way to the GPU costs more than it saves: runs on the processor. */
  readonly onProcessor?: boolean;
}

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
  /** What is known of the GPU; absent or null where the processor does the work. */
  readonly gpu?: { readonly name: string; readonly shaderF16: boolean } | null;
  /** Loads an ONNX or ORT graph. Throws a `PlainError` when the device cannot hold it. */
  load(graph: Uint8Array | Graph): Promise<ModelSession>;
}

/** A tensor's floats, widened to 32 bits. Throws when the graph gave another type: a pack and its code do not belong together. */
export function floatData(tensor: Tensor | undefined, name: string): Float32Array {
  if (tensor?.type === 'float16') return fromHalf(tensor.data);
  if (!(tensor?.data instanceof Float32Array))
    throw new TypeError(`The graph gave no float tensor "${name}".`);
  return tensor.data;
}

/** IEEE 754 half precision to single; `halves` is any view of 16-bit floats, for browsers differ in its type. */
function fromHalf(halves: ArrayBufferView): Float32Array {
  const bits = new Uint16Array(halves.buffer, halves.byteOffset, halves.byteLength / 2);
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x80_00 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3_ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
