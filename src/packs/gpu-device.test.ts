import { describe, expect, it, vi } from 'vitest';
import { gpuFacts, openGpu, type AdapterLike, type GpuNavigator } from './gpu-device';

const LIMITS: AdapterLike['limits'] = {
  maxBufferSize: 2_000_000_000,
  maxStorageBufferBindingSize: 1_000_000_000,
  maxStorageBuffersPerShaderStage: 10,
  maxComputeWorkgroupStorageSize: 32_768,
  maxComputeInvocationsPerWorkgroup: 1024,
  maxComputeWorkgroupSizeX: 1024,
  maxComputeWorkgroupSizeY: 1024,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeWorkgroupsPerDimension: 65_535,
};
const NEEDS = { bufferBytes: 100_000_000, storageBufferBytes: 100_000_000 };

/** A device that can be lost and can tell of errors. */
function fakeDevice() {
  let destroyed = false;
  const errors: ((event: { error: unknown; preventDefault(): void }) => void)[] = [];
  let lose: (info: { reason: string }) => void = () => undefined;
  const device = {
    lost: new Promise((resolve) => (lose = resolve)),
    destroy() {
      destroyed = true;
      lose({ reason: 'destroyed' });
    },
    addEventListener: (_: string, listener: (typeof errors)[number]) => errors.push(listener),
  } as unknown as GPUDevice;
  return {
    device,
    destroyed: () => destroyed,
    lose: () => lose({ reason: 'unknown' }),
    tell: (message: string) =>
      errors.forEach((listener) => listener({ error: { message }, preventDefault: () => undefined })),
  };
}

function fakeGpu(change: Partial<AdapterLike> = {}, features: readonly string[] = []) {
  const made = fakeDevice();
  const adapter = {
    info: { vendor: 'acme', architecture: 'a-1', subgroupMinSize: 32 },
    features: { has: (name: string) => features.includes(name) },
    limits: LIMITS,
    requestDevice: vi.fn(() => Promise.resolve(made.device)),
    ...change,
  };
  const navigator: GpuNavigator = { gpu: { requestAdapter: () => Promise.resolve(adapter) } };
  return { ...made, adapter, navigator };
}

describe('openGpu refuses, and says why', () => {
  it.each([
    ['no WebGPU', {}, true, 'webgpu-missing'],
    ['no JSPI', fakeGpu().navigator, false, 'jspi-missing'],
    ['no adapter', { gpu: { requestAdapter: () => Promise.resolve(null) } }, true, 'adapter-missing'],
    [
      'an adapter that cannot be asked for',
      { gpu: { requestAdapter: () => Promise.reject(new Error('no')) } },
      true,
      'adapter-missing',
    ],
    [
      'a device that is not given',
      fakeGpu({ requestDevice: () => Promise.reject(new Error('no')) }).navigator,
      true,
      'gpu-refused',
    ],
  ])('%s', async (_, navigator: GpuNavigator, jspi, code) => {
    await expect(openGpu(NEEDS, navigator, jspi)).rejects.toMatchObject({ code });
  });

  it.each([
    ['maxBufferSize', 'buffers of at most 50 MB'],
    ['maxStorageBufferBindingSize', 'storage bindings of at most 50 MB'],
  ])('a GPU whose %s is too small, by name and number', async (limit, sentence) => {
    const { navigator, adapter } = fakeGpu({ limits: { ...LIMITS, [limit]: 50_000_000 } });
    const refused = openGpu(NEEDS, navigator, true);
    await expect(refused).rejects.toMatchObject({ code: 'gpu-too-small' });
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toThrow('acme a-1');
    expect(adapter.requestDevice).not.toHaveBeenCalled();
  });
});

describe('openGpu', () => {
  it('asks for all the GPU has, and for subgroups only where they are wide enough', async () => {
    const wide = fakeGpu({}, ['shader-f16', 'subgroups']);
    const { facts } = await openGpu(NEEDS, wide.navigator, true);
    expect(facts).toMatchObject({ name: 'acme a-1', shaderF16: true, software: false });
    expect(wide.adapter.requestDevice).toHaveBeenCalledWith({
      requiredFeatures: ['shader-f16', 'subgroups'],
      requiredLimits: LIMITS,
    });
    const plain = fakeGpu({}, ['subgroups']);
    expect((await openGpu(null, plain.navigator, true, false)).facts.subgroups).toBe(false);
    expect(plain.adapter.requestDevice).toHaveBeenCalledWith(
      expect.objectContaining({ requiredFeatures: [] }),
    );
    const narrow = fakeGpu({ info: { vendor: 'google', architecture: 'swiftshader', subgroupMinSize: 4 } }, [
      'subgroups',
    ]);
    expect((await openGpu(null, narrow.navigator, true)).facts).toMatchObject({
      name: 'google swiftshader',
      shaderF16: false,
      software: true,
    });
    expect(narrow.adapter.requestDevice).toHaveBeenCalledWith(
      expect.objectContaining({ requiredFeatures: [] }),
    );
  });

  it('names a GPU that tells nothing of itself', async () => {
    expect(await gpuFacts(fakeGpu({ info: {} }).navigator, true)).toMatchObject({ name: 'unnamed' });
  });

  it('tells when the device is lost, and when its memory is full', async () => {
    const lost = fakeGpu();
    const opened = await openGpu(null, lost.navigator, true);
    lost.lose();
    expect(await opened.lost).toMatchObject({ code: 'gpu-lost' });
    const full = fakeGpu();
    const other = await openGpu(null, full.navigator, true);
    full.tell('Something else.');
    full.tell('Out of memory');
    expect(await other.lost).toMatchObject({ code: 'gpu-memory' });
  });

  it('does not call it a loss when it was given back', async () => {
    const { navigator, destroyed } = fakeGpu();
    const opened = await openGpu(null, navigator, true);
    opened.end();
    expect(destroyed()).toBe(true);
    const calm = new Promise((resolve) => setImmediate(() => resolve('calm')));
    expect(await Promise.race([opened.lost, calm])).toBe('calm');
  });
});
