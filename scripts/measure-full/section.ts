import type { BenchReport, SubjectReport } from '../../src/bench';
import { benchMarkdown, deviceWords, PART_WORDS } from '../../src/bench';
import type { LayersPoint } from './layers';
import { medianOf } from './layers';
import type { PageFigures } from './page';

/** Everything that was measured; a part that was not measured yet is missing. */
export interface FullFigures {
  readonly commandLine?: BenchReport;
  /** Load average of the machine at the end of that. */
  readonly load?: number;
  readonly layers?: readonly LayersPoint[];
  readonly page?: PageFigures;
}

/** The section of the results. */
export function fullSection({ commandLine, load, layers, page }: FullFigures): string {
  return [
    '## The full set: load, memory and time a word',
    '',
    'Written by `npm run build && npm run measure:full -- DIR`, with DIR from `training/runs/random-full-pack.sh`: random weights of the true',
    'architecture, so the figures are those of trained ones and the decisions mean nothing. The window is 24 tokens, five seconds of speech;',
    'the aims for the cache against it are .55 for one token and .62 for two.',
    '',
    ...(commandLine ? [benchMarkdown(commandLine, '### WASM, on the command line')] : []),
    ...(load === undefined
      ? []
      : [`The machine’s load average at the end was ${load.toFixed(0)} on two cores.`, '']),
    ...(layers && layers.length > 0 ? layersLines(layers) : []),
    ...(page
      ? pageLines(page)
      : ['The page with an emulated GPU has not been measured at the true size yet.', '']),
  ].join('\n');
}

function layersLines(points: readonly LayersPoint[]): readonly string[] {
  const all = points.at(-1);
  if (!all) return [];
  const share = (point: LayersPoint, call: 'window' | 'one'): string =>
    (medianOf(point, call) / medianOf(all, call)).toFixed(2);
  return [
    '### Cost against the layers kept',
    '',
    'The first N layers of the same backbone, on WASM, each with its own token table. Ratios are to all the layers.',
    '',
    '| layers | whole window, ms | ratio | two tokens, ms | one token, ms | ratio |',
    '| --- | --- | --- | --- | --- | --- |',
    ...points.map((point) => {
      const ms = (call: 'window' | 'two' | 'one'): string => medianOf(point, call).toFixed(0);
      return `| ${point.layers} | ${ms('window')} | ${share(point, 'window')} | ${ms('two')} | ${ms('one')} | ${share(point, 'one')} |`;
    }),
    '',
    '![time of a call against the layers kept](full-bench-layers.svg)',
    '',
  ];
}

function pageLines({ report, fetched, memory }: PageFigures): readonly string[] {
  return [
    benchMarkdown(report, '### In the page, WebGPU emulated by SwiftShader'),
    ...(fetched
      ? [
          `Fetching ${megabytes(fetched.bytes)} from this machine into the browser’s file system took ${fetched.seconds.toFixed(0)} s; meanwhile the page held`,
          `at most ${megabytes(fetched.peak.page)} more than idle.`,
          '',
        ]
      : []),
    'Memory above the idle page: what JavaScript holds in the page and its workers once a part is loaded, as the browser tells it, and the most',
    'that the processes held (resident, every tenth of a second): the page’s with the runtime’s own memory, and the GPU’s, where an emulated GPU',
    'keeps the weights in main memory.',
    '',
    '| part | on | JavaScript | page, loading | page, measuring | GPU process, loading | GPU process, measuring |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...report.subjects.flatMap((subject, index) => memoryLine(subject, memory[index])),
    '',
  ];
}

function memoryLine(
  { subject, outcome }: SubjectReport,
  memory: PageFigures['memory'][number] | undefined,
): readonly string[] {
  if (outcome.kind === 'left-out' || !memory) return [];
  const { toldBytes, loading, measuring } = memory;
  const bytes = [loading.page, measuring.page, loading.gpu, measuring.gpu].map(megabytes).join(' | ');
  const told = toldBytes === null ? '' : megabytes(Math.max(0, toldBytes));
  return [`| ${PART_WORDS[subject.part]} | ${deviceWords(outcome.on)} | ${told} | ${bytes} |`];
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
