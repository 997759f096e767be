import { expect, test } from 'vitest';
import { browserName } from './browser-name';
import { parseFullMeta } from './full-meta';
import { benchMarkdown } from './markdown';
import { planBench } from './plan';
import type { BenchReport, Machine, Outcome, Subject } from './report';
import { rowsOf } from './report';
import { deviceWords, msWords, remarks } from './words';

const VARIANTS = (['float16', 'float32'] as const).map((activations) => ({
  graph: `${activations}.onnx`,
  weights: [],
  activations,
  needs: activations === 'float16' ? ['shader-f16'] : [],
  devices: activations === 'float16' ? ['webgpu'] : ['webgpu', 'wasm'],
  tolerance: 0.1,
}));
const FULL = (id: string) => ({
  id,
  meta: parseFullMeta({ id, meta: { weights: 'random', variants: VARIANTS } }),
  files: null,
});
const PRESENT = {
  small: { backbone: 'b@1', head: 'h@1' },
  full: { backbone: FULL('q@1'), voice: FULL('w@1') },
};
const GPU = { name: 'made', half: true };

const planned = (gpu: Machine['gpu']) =>
  planBench(PRESENT, gpu).map(({ subject: { part, device, variant }, leftOut }) => [
    `${part} ${device} ${variant}`,
    leftOut === null,
  ]);

test('every part on every device in every variant that it has', () => {
  expect(planned(GPU)).toEqual([
    ['small-decision wasm int8', true],
    ['full-decision webgpu float16', true],
    ['full-decision webgpu float32', true],
    ['full-decision wasm float32', true],
    ['full-voice webgpu float16', true],
    ['full-voice webgpu float32', true],
    ['full-voice wasm float32', true],
  ]);
  expect(planBench({ ...PRESENT, full: null }, GPU)).toHaveLength(1);
});

test('what the machine cannot do is planned with the reason', () => {
  const without = planned({ name: 'made', half: false });
  expect(without.filter(([, runs]) => !runs)).toEqual([
    ['full-decision webgpu float16', false],
    ['full-voice webgpu float16', false],
  ]);
  const kept = { ...FULL('q@1'), files: ['float32.onnx'] };
  expect(
    planBench({ ...PRESENT, full: { backbone: kept, voice: kept } }, GPU).filter(
      ({ leftOut }) => leftOut !== null,
    ),
  ).toMatchObject([
    {
      subject: { part: 'full-decision', variant: 'float16' },
      leftOut: 'The files of this variant were not fetched.',
    },
    { subject: { part: 'full-voice', variant: 'float16' } },
  ]);
  const none = planBench(PRESENT, { sentence: 'No WebGPU here.' });
  expect(none.filter(({ leftOut }) => leftOut === 'No WebGPU here.')).toHaveLength(4);
});

test('a pack that does not say what it holds is refused', () => {
  for (const meta of [{}, { weights: 'random' }, { weights: 'guessed', variants: VARIANTS }])
    expect(() => parseFullMeta({ id: 'q@1', meta })).toThrow(
      expect.objectContaining({ code: 'pack-malformed' }) as Error,
    );
});

const timing = (medianMs: number) => ({ calls: 3, medianMs, p95Ms: 2 * medianMs });
const subject: Subject = { part: 'full-decision', packs: ['q@1'], device: 'wasm', variant: 'float32' };
const measured: Outcome = {
  kind: 'measured',
  on: 'wasm-2',
  weights: 'random',
  loadMs: 1234,
  memoryBytes: 5e8,
  peakBytes: 8e8,
  rows: rowsOf([
    { name: 'window', timing: timing(800) },
    { name: 'one', timing: timing(412.4) },
  ]),
};
const report = (change: Partial<BenchReport> = {}): BenchReport => ({
  format: 1,
  date: '2030-01-02T03:04:05Z',
  effort: 'quick',
  machine: {
    runs: 'Chrome 150 on Linux',
    cores: 2,
    isolated: true,
    gpu: { name: 'google swiftshader', half: false },
  },
  subjects: [
    { subject, outcome: measured },
    {
      subject: { ...subject, device: 'webgpu', variant: 'float16' },
      outcome: { kind: 'left-out', sentence: 'No | here.' },
    },
  ],
  ...change,
});

test('the table has a line a call, ratios to the first, and sentences for what was left out', () => {
  const lines = benchMarkdown(report()).split('\n');
  expect(lines.filter((line) => line.startsWith('|')).slice(2)).toEqual([
    '| Decision, full set (q@1), 4-bit weights, 32-bit activations; loaded in 1.2 s, 500 MB more memory, 800 MB at most | WebAssembly, 2 threads | whole window, 24 tokens | 3 | 800 | 1600 |  |',
    '|  |  | one token, with the cache | 3 | 412 | 825 | 0.52 |',
    '| Decision, full set (q@1), 4-bit weights, 16-bit activations | webgpu | No / here. |  |  |  |  |',
  ]);
});

test('what the figures do not show is said', () => {
  const text = remarks(report()).join(' ');
  expect(text).toContain('16-bit activations were not run here: they are unproven.');
  expect(text).toContain('Weights that are random know nothing');
  expect(text).toContain('emulated on the processor');
  const bare = {
    machine: { ...report().machine, isolated: false, gpu: { sentence: 'No WebGPU here.' } },
    subjects: [],
  };
  expect(remarks(report(bare))).toEqual([
    'Without isolation WASM has one thread, and memory cannot be read.',
    'No WebGPU here.',
  ]);
});

test('times and devices as people read them', () => {
  expect([0.1234, 12.34, 123.4].map(msWords)).toEqual(['0.12', '12.3', '123']);
  expect(['wasm-1', 'wasm-2', 'webgpu (made)'].map(deviceWords)).toEqual([
    'WebAssembly, one thread',
    'WebAssembly, 2 threads',
    'WebGPU (made)',
  ]);
});

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36',
    'Chrome 141 on Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge 141 on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0',
    'Firefox 145 on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari 18 on iOS',
  ],
  ['Made', 'another browser'],
])('the browser of %s', (agent, name) => expect(browserName(agent)).toBe(name));
