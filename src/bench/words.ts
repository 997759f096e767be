import type { BenchReport, CallName, Outcome, PartName, Subject, SubjectReport } from './report';

/** The names that people read, the same in the page, in the exported table and on the command line. */
export const PART_WORDS: Readonly<Record<PartName, string>> = {
  'small-decision': 'Decision, small set',
  'full-decision': 'Decision, full set',
  'full-voice': 'Voice encoder, full set',
};

export const CALL_WORDS: Readonly<Record<CallName, string>> = {
  backbone: 'backbone, 24 tokens',
  head: 'head, one judgement',
  window: 'whole window, 24 tokens',
  two: 'two tokens, with the cache',
  one: 'one token, with the cache',
  voice: 'one second of sound',
};

const VARIANT_WORDS: Readonly<Record<Subject['variant'], string>> = {
  float32: '4-bit weights, 32-bit activations',
  float16: '4-bit weights, 16-bit activations',
  int8: '8-bit weights',
};
const VOICE_WORDS: Readonly<Record<Subject['variant'], string>> = {
  float32: '32 bit',
  float16: '16 bit',
  int8: '8 bit',
};

/** A subject's weights in words. */
export const variantWords = ({ part, variant }: Subject): string =>
  (part === 'full-voice' ? VOICE_WORDS : VARIANT_WORDS)[variant];

/** A device by the name that a model host gives it, in words. */
export function deviceWords(on: string): string {
  const threads = /^wasm-(\d+)$/.exec(on)?.[1];
  if (threads === undefined) return on.replace(/^webgpu\b/, 'WebGPU');
  return `WebAssembly, ${threads === '1' ? 'one thread' : `${threads} threads`}`;
}

/** A ratio with two digits that say something. */
export const ratioWords = (ratio: number): string => ratio.toPrecision(2);

/** Times: below ten with two digits after the point, below a hundred with one. */
export const msWords = (ms: number): string => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);

/** A subject's load time and memory in words. */
export function loadWords({
  loadMs,
  memoryBytes,
  peakBytes,
}: Extract<Outcome, { kind: 'measured' }>): string {
  return [
    `loaded in ${(loadMs / 1000).toFixed(1)} s`,
    ...(memoryBytes === null ? [] : [`${megabytes(memoryBytes)} more memory`]),
    ...(peakBytes === null ? [] : [`${megabytes(peakBytes)} at most`]),
  ].join(', ');
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** What can be said of the whole once it is measured. */
export function remarks({ effort, machine, subjects }: BenchReport): readonly string[] {
  const ran = (variant: Subject['variant']): boolean =>
    subjects.some(({ subject, outcome }) => subject.variant === variant && outcome.kind === 'measured');
  const full = subjects.filter(({ subject }) => subject.part !== 'small-decision');
  return [
    ...(machine.isolated ? [] : ['Without isolation WASM has one thread, and memory cannot be read.']),
    ...(machine.isolated && !subjects.some(weighed) ? [MEMORY_WORDS[effort]] : []),
    ...('sentence' in machine.gpu ? [machine.gpu.sentence] : []),
    ...(full.length > 0 && !ran('float16')
      ? ['16-bit activations were not run here: they are unproven.']
      : []),
    ...(full.some(({ outcome }) => outcome.kind === 'measured' && outcome.weights === 'random')
      ? ['Weights that are random know nothing; they take as much time and memory as trained ones.']
      : []),
    ...('name' in machine.gpu && isSoftware(machine.gpu.name)
      ? ['This GPU is emulated on the processor: only its ratios say anything.']
      : []),
  ];
}

const MEMORY_WORDS: Readonly<Record<BenchReport['effort'], string>> = {
  quick: 'A quick run does not read the memory.',
  thorough: 'How much memory it takes could not be read here.',
};

const weighed = ({ outcome }: SubjectReport): boolean =>
  outcome.kind === 'measured' && outcome.memoryBytes !== null;

/** Whether an adapter is a program that stands in for a GPU. */
const isSoftware = (adapter: string): boolean => /swiftshader|llvmpipe|software/i.test(adapter);
