import type * as Ort from 'onnxruntime-web';
import type { Graph, ModelSession, Tensor, Tensors } from '../shared/model';
import { PlainError } from '../shared/plain-error';

/** The part of the runtime that a session needs; its builds share the types. */
export type Runtime = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/** Bytes alone are a graph without anything beside it. */
export const asGraph = (given: Uint8Array | Graph): Graph =>
  given instanceof Uint8Array ? { bytes: given } : given;

/** Loads a graph on one provider. Rejects with a `PlainError` (`model-unloadable`). */
export async function openSession(
  runtime: Runtime,
  graph: Graph,
  provider: Ort.InferenceSession.ExecutionProviderConfig,
  backend: string,
): Promise<ModelSession> {
  const kept = provider === 'wasm' ? [] : (graph.keepOnDevice ?? []);
  let session: Ort.InferenceSession;
  try {
    session = await runtime.InferenceSession.create(graph.bytes, {
      executionProviders: [provider],
      graphOptimizationLevel: 'all',
      enableCpuMemArena: true,
      // Which step runs where is told as a warning, on the console, for every graph.
      logSeverityLevel: 3,
      ...(graph.weights && { externalData: graph.weights }),
      ...(kept.length > 0 && {
        preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'] as const)),
      }),
    });
  } catch (error) {
    throw new PlainError(
      'model-unloadable',
      `A model could not be loaded on ${backend}.`,
      'Close other tabs to free memory, then reload the page.',
      { cause: error },
    );
  }
  const toOrt = (tensor: Tensor): Ort.Tensor =>
    tensor instanceof runtime.Tensor
      ? tensor
      : new runtime.Tensor(tensor.type, tensor.data, [...tensor.dims]);
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, outputs) {
      const own = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)]));
      const results = await session.run(own, outputs ?? session.outputNames);
      return results as unknown as Tensors;
    },
    release: () => session.release(),
  };
}
