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
const threads = (): number => defaultThreads(crossOriginIsolated, navigator.hardwareConcurrency);

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
    const host = await hostFor(subject, places, packs[0]);
    const fromMs = now();
    loaded = await loadSubject(host, subject, packs);
    return { on: host.backend, weights: loaded.weights, loadMs: now() - fromMs };
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

/** The small set runs on the build that it always runs on; the other is fetched only where it is needed. */
async function hostFor(
  { part, device }: Subject,
  { wasmUrl }: BenchPlaces,
  pack: BenchPack | undefined,
): Promise<ModelHost> {
  if (part === 'small-decision') return createModelHost({ wasmBaseUrl: wasmUrl });
  const { createGpuHost } = await import('../packs/gpu-host');
  return createGpuHost({ device, wasmBaseUrl: wasmUrl, threads: threads(), needs: parseNeeds(pack?.meta) });
}
