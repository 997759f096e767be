/** The bench: how fast and how large each part is on one machine, measured in a page and on the command line alike. */
export { askGpu, runBench, type BenchStep } from './bench.client';
export type { BenchPlaces } from './bench.protocol';
export { browserName } from './browser-name';
export { parseFullMeta, type FullMeta } from './full-meta';
export { loadSubject } from './load';
export { benchMarkdown } from './markdown';
export { planBench, type Planned, type Present, type PresentPack } from './plan';
export type * from './report';
export { at, EFFORTS, type EffortName } from './statistics';
export * from './words';
