import { fetchSource, gpuFacts, openPack, openStored, parseNeeds } from '../packs';
import { createModelHost, defaultThreads } from '../packs/host';
import { serve } from '../shared/door';
import type { ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import type { BenchCalls, BenchNote, BenchPlaces } from './bench.protocol';
import { loadSubject, type BenchPack, type LoadedSubject } from './load';
import type { Subject } from './report';

let loaded: LoadedSubject | null = null;

const now = (): number => performance.now();

const note = serve<BenchCalls, BenchNote>(self, {
  async gpu() {
    try {
      const { name, shaderF16 } = await gpuFacts();
      return { name, half: shaderF16 };
    } catch (error) {
      if (error instanceof PlainError) return { sentence: error.message };
      throw error;
    }
  },
  async load({ subject, places }) {
    const packs = await Promise.all(subject.packs.map((id) => open(subject, places, id)));
    for (const subgroups of subject.device === 'webgpu' ? [true, false] : [true]) {
      const { host, release } = await hostFor(subject, places, packs[0], subgroups);
      const found = await loadSubject(host, subject, packs, now);
      if (await found.isRight()) {
        loaded = found;
        const on = subgroups ? host.backend : `${host.backend}, without subgroups`;
        return { on, weights: found.weights, loadMs: found.loadMs };
      }
      await found.release();
      release();
    }
    throw new PlainError(
      'numbers-wrong',
      'It gives other numbers here than it should, so its times mean nothing.',
    );
  },
  time({ effort }) {
    if (loaded === null)
      throw new PlainError('bench-not-loaded', 'Nothing is loaded that could be measured.', 'Measure again.');
    return loaded.measure({ effort, now, onShare: (share) => note({ kind: 'share', share }) });
  },
});

/** The pack, from this browser's store or over the network. */
async function open({ part }: Subject, places: BenchPlaces, id: string): Promise<BenchPack> {
  if (part !== 'small-decision' && places.fullUrl === null) return openStored(id);
  const url = part === 'small-decision' ? places.modelsUrl : (places.fullUrl ?? '');
  return openPack(fetchSource(url), id, (bytes) => note({ kind: 'bytes', bytes }));
}

/** WASM is the small set's build of the runtime, for the one with WebGPU lacks kernels for the processor; each is fetched where needed. */
async function hostFor(
  { device }: Subject,
  { wasmUrl: wasmBaseUrl }: BenchPlaces,
  pack: BenchPack | undefined,
  subgroups: boolean,
): Promise<{ readonly host: ModelHost; readonly release: () => void }> {
  if (device === 'wasm') return { host: createModelHost({ wasmBaseUrl }), release: () => undefined };
  const threads = defaultThreads(crossOriginIsolated, navigator.hardwareConcurrency);
  const { createGpuHost } = await import('../packs/gpu-host');
  const needs = parseNeeds(pack?.meta);
  const host = await createGpuHost({ device, wasmBaseUrl, threads, needs, subgroups });
  return { host, release: () => host.end() };
}
