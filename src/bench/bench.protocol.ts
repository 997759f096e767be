import type { Machine, Row, Subject } from './report';
import type { Effort } from './statistics';

/** Where the page finds what a bench loads; absolute, each ends with a slash. */
export interface BenchPlaces {
  readonly modelsUrl: string;
  readonly wasmUrl: string;
  /** Where the full set is fetched from; null: it is kept in this browser. */
  readonly fullUrl: string | null;
}

/** From the page to the bench's worker, and back. One worker measures one subject. */
export type BenchCalls = {
  /** Whether a worker can use the GPU here. */
  gpu: { take: undefined; give: Machine['gpu'] };
  load: {
    take: { readonly subject: Subject; readonly places: BenchPlaces };
    give: { readonly on: string; readonly weights: 'trained' | 'random'; readonly loadMs: number };
  };
  time: { take: { readonly effort: Effort }; give: readonly Row[] };
};

/** Unasked: bytes that arrived since the last note, and how much of the timing is done, 0..1. */
export type BenchNote =
  { readonly kind: 'bytes'; readonly bytes: number } | { readonly kind: 'share'; readonly share: number };
