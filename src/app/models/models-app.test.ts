import { beforeEach, expect, test } from 'vitest';
import type { FoundPack, GpuFacts, Kept, PackMeta } from '../../packs';
import { PlainError } from '../../shared/plain-error';
import { createFetchMeter } from './fetch-meter';
import { createModelsApp } from './models-app';
import { filesFor, lacksSpare, offerOf } from './offer';
import { readModels } from './remembered';
import type { ModelsApp } from './state';
import type { Warehouse } from './warehouse';

const GPU: GpuFacts = {
  name: 'acme 5',
  vendor: 'acme',
  architecture: '5',
  description: '',
  software: false,
  shaderF16: true,
  subgroups: true,
  bufferBytes: 1e9,
  storageBufferBytes: 1e9,
};
const META = {
  format: 1,
  name: 'decision-backbone-full',
  version: '1',
  files: ['fp16.onnx', 'fp16.onnx.data', 'fp32.onnx', 'fp32.onnx.data', 'tokenizer.json'].map((path) => ({
    path,
    bytes: 10,
    sha256: '',
  })),
  variants: [
    {
      graph: 'fp16.onnx',
      weights: ['fp16.onnx.data'],
      activations: 'float16',
      needs: ['shader-f16'],
      devices: ['webgpu'],
      tolerance: 1,
    },
    {
      graph: 'fp32.onnx',
      weights: ['fp32.onnx.data'],
      activations: 'float32',
      needs: [],
      devices: ['webgpu', 'wasm'],
      tolerance: 1,
    },
  ],
  needs: { buffer_bytes: 500e6, storage_buffer_bytes: 500e6, gpu_bytes: 600e6 },
  weights: 'random',
} as unknown as PackMeta;

const found = (id: string): FoundPack => ({ id, meta: META, metaText: '', files: [], totalBytes: 50 });
const failing = (code: string): PlainError => new PlainError(code, `It failed: ${code}.`, 'Do something.');

/** A warehouse by hand: what is kept and how a download ends is the test's. */
function made(storage: Storage | null = null) {
  const hand = {
    keptBytes: 0,
    place: '',
    /** Bytes that arrive before a download ends so; null: whole. */
    ending: null as { bytes: number; error: PlainError | null } | null,
    found: null as PlainError | null,
    wrong: 0,
    paused: 0,
    removed: 0,
  };
  const kept = (id: string): Kept | null =>
    hand.keptBytes === 0
      ? null
      : {
          id,
          meta: META,
          files: [],
          keptBytes: hand.keptBytes,
          totalBytes: 50,
          whole: hand.keptBytes === 50,
        };
  const warehouse: Warehouse = {
    kept: (ids) => Promise.resolve(ids.map(kept)),
    find(place, ids) {
      hand.place = place.kind === 'url' ? place.baseUrl : place.files.map(({ path }) => path).join();
      return hand.found ? Promise.reject(hand.found) : Promise.resolve(ids.map(found));
    },
    download(_, packs, onProgress) {
      const bytes = hand.ending?.bytes ?? 50;
      onProgress(bytes * packs.length, 50 * packs.length);
      hand.keptBytes = bytes;
      const error = hand.ending?.error ?? null;
      return Promise.resolve({
        ended: error ? Promise.reject(error) : Promise.resolve({ whole: hand.ending === null }),
        pause: () => Promise.resolve(void (hand.paused += 1)),
      });
    },
    check: (_, onProgress) => {
      onProgress(150);
      if (hand.wrong > 0) hand.keptBytes = 40;
      return Promise.resolve(hand.wrong);
    },
    remove: () => {
      hand.removed += 1;
      hand.keptBytes = 0;
      return Promise.resolve();
    },
    gpu: () => Promise.resolve(GPU),
  };
  let ms = 0;
  const app = createModelsApp({
    baseUrl: 'https://mhm.example/talk/',
    storage,
    warehouse,
    nowMs: () => (ms += 1000),
  });
  return { app, hand };
}

let app: ModelsApp;
let hand: ReturnType<typeof made>['hand'];
beforeEach(() => {
  ({ app, hand } = made());
});
const full = () => app.store.getState().full;

test('nothing is asked of a server before somebody looks', async () => {
  await app.actions.peek();
  expect(full()).toEqual({ kind: 'unknown' });
  expect(hand.place).toBe('');
  await app.actions.look();
  expect(hand.place).toBe('https://mhm.example/talk/models-full/');
  expect(full()).toMatchObject({
    kind: 'found',
    fault: null,
    offer: {
      from: 'this page’s own server',
      totalBytes: 300,
      weights: 'random',
      gpuBytes: 3600e6,
      device: { fits: true },
    },
  });
});

test('a fetch that goes through leaves the set whole, and it can be chosen and removed', async () => {
  const seen: string[] = [];
  app.store.subscribe((state) => seen.push(state.full.kind));
  await app.actions.look();
  await app.actions.fetch();
  expect(full()).toEqual({ kind: 'whole', totalBytes: 300, weights: 'random', spare: true, fault: null });
  expect(seen).toContain('fetching');
  app.actions.choose('full');
  expect(app.store.getState().choice).toBe('full');
  await app.actions.remove();
  expect(hand.removed).toBe(1);
  expect(app.store.getState().choice).toBe('small');
  expect(full().kind).toBe('found');
});

test('a fault in mid-fetch leaves it paused, with the fault beside it; going on ends it', async () => {
  hand.ending = { bytes: 20, error: failing('pack-stalled') };
  await app.actions.look();
  await app.actions.fetch();
  expect(full()).toMatchObject({
    kind: 'paused',
    progress: { loadedBytes: 120, totalBytes: 300 },
    fault: { code: 'pack-stalled', todo: 'Do something.' },
  });
  hand.ending = null;
  await app.actions.fetch();
  expect(full().kind).toBe('whole');
});

test('a fault before the first byte leaves the offer, with the fault beside it', async () => {
  hand.ending = { bytes: 0, error: failing('storage-full') };
  await app.actions.look();
  await app.actions.fetch();
  expect(full()).toMatchObject({ kind: 'found', fault: { code: 'storage-full' } });
});

test('what a reload finds is paused, also without a server', async () => {
  hand.keptBytes = 20;
  hand.found = failing('pack-unreachable');
  await app.actions.peek();
  expect(full()).toMatchObject({
    kind: 'paused',
    progress: { loadedBytes: 120, totalBytes: 300 },
    fault: null,
  });
  await app.actions.fetch();
  expect(full()).toMatchObject({ kind: 'paused', fault: { code: 'pack-unreachable' } });
  await app.actions.setBaseUrl('nowhere');
  expect(full()).toMatchObject({ kind: 'paused', fault: { code: 'pack-url' } });
});

test('a pause that is asked for before the transfer has begun holds', async () => {
  app.store.subscribe(({ full: { kind } }) => {
    if (kind === 'fetching') queueMicrotask(() => void app.actions.pause());
  });
  await app.actions.fetch();
  expect(hand.paused).toBeGreaterThan(0);
});

test('a set that is nowhere is absent, with the reason; another address is looked at and remembered', async () => {
  hand.found = failing('pack-html');
  await app.actions.look();
  expect(full()).toMatchObject({ kind: 'absent', fault: { code: 'pack-html' } });
  await app.actions.setBaseUrl('somewhere');
  expect(full()).toMatchObject({ kind: 'absent', fault: { code: 'pack-url' } });
  hand.found = null;
  await app.actions.setBaseUrl(' https://hub.example/mhm/full ');
  expect(hand.place).toBe('https://hub.example/mhm/full/');
  expect(full()).toMatchObject({ kind: 'found', offer: { from: 'hub.example' } });
  await app.actions.setBaseUrl('');
  expect(hand.place).toBe('https://mhm.example/talk/models-full/');
});

test('a folder picked from disk is taken in', async () => {
  await app.actions.pick([new File(['x'], 'meta.json')]);
  expect(hand.place).toBe('meta.json');
  expect(full().kind).toBe('whole');
});

test('checking finds damage, which counts as not there', async () => {
  await app.actions.fetch();
  hand.wrong = 2;
  const shares: number[] = [];
  app.store.subscribe((state) => state.full.kind === 'checking' && shares.push(state.full.share));
  await app.actions.check();
  expect(shares).toEqual([0, 0.5]);
  expect(full()).toMatchObject({
    kind: 'paused',
    fault: { code: 'pack-damaged', message: '2 pieces on disk are damaged.' },
  });
});

test('the choice and the address are remembered', async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
  const first = made(storage).app;
  first.actions.choose('full');
  await first.actions.setBaseUrl('https://hub.example/full/');
  expect(made(storage).app.store.getState()).toMatchObject({
    choice: 'full',
    baseUrl: 'https://hub.example/full/',
  });
  kept.set('mhm-models', '{"choice":"huge"}');
  expect(readModels(storage)).toEqual({ choice: 'small', baseUrl: '' });
});

test('only the files that the GPU can use are fetched, and what is in its way is told', () => {
  expect(filesFor(META, GPU)).toEqual(['fp16.onnx', 'fp16.onnx.data', 'tokenizer.json']);
  expect(filesFor(META, { ...GPU, shaderF16: false })).toEqual([
    'fp32.onnx',
    'fp32.onnx.data',
    'tokenizer.json',
  ]);
  const none = failing('webgpu-missing');
  expect(filesFor(META, none)).toEqual(['fp32.onnx', 'fp32.onnx.data', 'tokenizer.json']);
  const device = (gpu: GpuFacts | PlainError) => offerOf([found('a@1')], '', gpu).device;
  expect(device(none)).toEqual({ fits: false, text: none.sentence });
  expect(device({ ...GPU, bufferBytes: 256e6 })).toMatchObject({
    fits: false,
    text: expect.stringMatching(/256 MB.*500 MB/) as string,
  });
  expect(device({ ...GPU, shaderF16: false, software: true }).text).toMatch(/32-bit.*too slow/);
});

test('a variant that is kept stays, and the one for any GPU can be had too', () => {
  const both = ['fp16.onnx', 'fp16.onnx.data', 'fp32.onnx', 'fp32.onnx.data', 'tokenizer.json'];
  expect(filesFor(META, GPU, { kept: [], spare: true })).toEqual(both);
  expect(filesFor(META, GPU, { kept: ['fp32.onnx'], spare: false })).toEqual(both);
  expect(lacksSpare({ meta: META, files: ['fp16.onnx'] })).toBe(true);
  expect(lacksSpare({ meta: META, files: both })).toBe(false);
});

test('the rate is that of the last seconds, and starts anew with what was thrown away', () => {
  const meter = createFetchMeter();
  expect(meter(1000, 9000, 0)).toEqual({
    loadedBytes: 1000,
    totalBytes: 9000,
    bytesPerS: null,
    secondsLeft: null,
  });
  expect(meter(2000, 9000, 1000)).toMatchObject({ bytesPerS: 1000, secondsLeft: 7 });
  for (let s = 2; s <= 10; s++) meter(2000, 9000, s * 1000);
  expect(meter(2000, 9000, 11_000)).toMatchObject({ bytesPerS: 0, secondsLeft: null });
  expect(meter(1500, 9000, 12_000)).toMatchObject({ bytesPerS: null });
});
