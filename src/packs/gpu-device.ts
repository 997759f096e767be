import { PlainError, toPlainError } from '../shared/plain-error';

/** What a set of packs asks of a GPU, in bytes (`needs` in their `meta.json`). */
export interface GpuNeeds {
  /** The largest buffer, and the largest that one shader has to see. */
  readonly bufferBytes: number;
  readonly storageBufferBytes: number;
}

/** The GPU as the browser tells it. */
export interface GpuFacts {
  /** For people: "nvidia ampere", "google swiftshader". */
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Drawn by the processor: right, but slow. */
  readonly software: boolean;
  readonly shaderF16: boolean;
  /** Whether its lanes are told to work together where they can: faster, where the runtime's kernels are right about it. */
  readonly subgroups: boolean;
  readonly bufferBytes: number;
  readonly storageBufferBytes: number;
}

/** An opened GPU: the caller ends it. */
export interface OpenedGpu {
  readonly facts: GpuFacts;
  readonly device: GPUDevice;
  /** Why it can be used no more (`gpu-lost`, `gpu-memory`); never settles while all is well, nor after `end`. */
  readonly lost: Promise<PlainError>;
  end(): void;
}

/** The part of `navigator` that is asked; tests give their own. */
export interface GpuNavigator {
  readonly gpu?: {
    requestAdapter(options?: { powerPreference?: 'high-performance' }): Promise<AdapterLike | null>;
  };
}

/** The part of `GPUAdapter` that is asked. */
export interface AdapterLike {
  readonly info: Partial<
    Pick<
      GPUAdapterInfo,
      'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter' | 'subgroupMinSize'
    >
  >;
  readonly features: { has(name: string): boolean };
  readonly limits: Pick<GPUSupportedLimits, (typeof LIMITS)[number]>;
  requestDevice(descriptor: {
    requiredFeatures: GPUFeatureName[];
    requiredLimits: Record<string, number>;
  }): Promise<GPUDevice>;
}

/** Limits that the runtime's shaders make use of: all that the GPU has is asked for. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;
/**
 * With fewer lanes in a subgroup the runtime's kernels (onnxruntime-web 1.30) give wrong numbers from 32 tokens on: seen with
 * SwiftShader, which has 4; without the feature they are right.
 */
const LEAST_LANES = 16;

/**
 * Asks the browser for its GPU and checks it against `needs`; without `subgroups` it does without them. Rejects with a
 * `PlainError` that says what is in the way: `webgpu-missing`, `jspi-missing`, `adapter-missing`, `gpu-too-small`, `gpu-refused`.
 */
export async function openGpu(
  needs: GpuNeeds | null,
  navigator: GpuNavigator = globalThis.navigator,
  jspi = hasJspi(),
  subgroups = true,
): Promise<OpenedGpu> {
  const adapter = await findAdapter(navigator, jspi);
  const found = factsOf(adapter);
  const facts = { ...found, subgroups: subgroups && found.subgroups };
  if (needs !== null) checkLimits(facts, needs);
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({
      requiredFeatures: [
        ...(facts.shaderF16 ? (['shader-f16'] as const) : []),
        ...(facts.subgroups ? (['subgroups'] as const) : []),
      ],
      requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    });
  } catch (error) {
    throw toPlainError(
      error,
      'gpu-refused',
      `The browser would not open the GPU (${facts.name}).`,
      'Close other tabs that use it, or restart the browser.',
    );
  }
  return watched(facts, device);
}

/** What the browser's GPU is, without opening it. Rejects as `openGpu` does. */
export const gpuFacts = async (
  navigator: GpuNavigator = globalThis.navigator,
  jspi = hasJspi(),
): Promise<GpuFacts> => factsOf(await findAdapter(navigator, jspi));

/** Whether WebAssembly can wait for a promise here, which the runtime's GPU half is built on. */
export const hasJspi = (): boolean => 'Suspending' in WebAssembly;

/** Throws a `PlainError` (`gpu-too-small`) that names the limit and both numbers. */
export function checkLimits(facts: GpuFacts, needs: GpuNeeds): void {
  const short = (what: string, has: number, wants: number): PlainError =>
    new PlainError(
      'gpu-too-small',
      `The GPU (${facts.name}) takes ${what} of at most ${megabytes(has)}; the full set needs ${megabytes(wants)}.`,
      'Use the small set on this machine.',
    );
  if (facts.bufferBytes < needs.bufferBytes) throw short('buffers', facts.bufferBytes, needs.bufferBytes);
  if (facts.storageBufferBytes < needs.storageBufferBytes)
    throw short('storage bindings', facts.storageBufferBytes, needs.storageBufferBytes);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function findAdapter({ gpu }: GpuNavigator, jspi: boolean): Promise<AdapterLike> {
  if (gpu === undefined)
    throw new PlainError(
      'webgpu-missing',
      'This browser has no WebGPU, which the full set needs.',
      'Use a current Chrome or Edge with the GPU switched on, over https, or the small set.',
    );
  if (!jspi)
    throw new PlainError(
      'jspi-missing',
      'This browser cannot run the full set: its WebAssembly cannot wait for the GPU (JSPI).',
      'Use a current Chrome or Edge, or the small set.',
    );
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter !== null) return adapter;
  throw new PlainError(
    'adapter-missing',
    'The browser has WebGPU but found no GPU that it may use.',
    'Switch on hardware acceleration in the browser’s settings, or use the small set.',
  );
}

function factsOf({ info, features, limits }: AdapterLike): GpuFacts {
  const { vendor = '', architecture = '', device = '', description = '' } = info;
  const name = [vendor, architecture === '' ? device : architecture].filter((part) => part !== '').join(' ');
  return {
    name: name === '' ? 'unnamed' : name,
    vendor,
    architecture,
    description,
    software: info.isFallbackAdapter === true || architecture === 'swiftshader',
    shaderF16: features.has('shader-f16'),
    subgroups: features.has('subgroups') && (info.subgroupMinSize ?? 0) >= LEAST_LANES,
    bufferBytes: limits.maxBufferSize,
    storageBufferBytes: limits.maxStorageBufferBindingSize,
  };
}

function watched(facts: GpuFacts, device: GPUDevice): OpenedGpu {
  let ended = false;
  const lost = new Promise<PlainError>((resolve) => {
    const tell = (error: PlainError): void => (ended ? undefined : resolve(error));
    device.lost.then(
      () => tell(gpuLost(facts)),
      () => tell(gpuLost(facts)),
    );
    device.addEventListener('uncapturederror', (event) => {
      if (!isOutOfMemory(event.error)) return;
      event.preventDefault();
      tell(gpuMemory(facts));
    });
  });
  return {
    facts,
    device,
    lost,
    end() {
      ended = true;
      device.destroy();
    },
  };
}

const gpuLost = ({ name }: GpuFacts): PlainError =>
  new PlainError(
    'gpu-lost',
    `The GPU (${name}) was lost: the browser or its driver took it away.`,
    'Reload the page to try the full set again.',
  );

/** The GPU has no more memory. */
export const gpuMemory = ({ name }: Pick<GpuFacts, 'name'>): PlainError =>
  new PlainError(
    'gpu-memory',
    `The GPU (${name}) ran out of memory.`,
    'Close other tabs and programs that use it, or use the small set.',
  );

/** Whether an error of the device or the runtime says that memory ran out. */
export const isOutOfMemory = (error: unknown): boolean =>
  (typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError) ||
  (typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    /out of memory|out_of_memory|failed to allocate|bad_alloc/i.test(String(error.message)));
