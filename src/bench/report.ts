import type { Ms } from '../shared/units';
import type { EffortName, Timing } from './statistics';

/** What is measured: a graph or two that make one step of the listener. */
export type PartName = 'small-decision' | 'full-decision' | 'full-voice';

/** One kind of call. */
export type CallName = 'backbone' | 'head' | 'window' | 'two' | 'one' | 'voice';

/** One kind of call, timed; `ratio` is that of its median to another call's of the same subject. */
export interface Row {
  readonly call: CallName;
  readonly timing: Timing;
  readonly ratio: { readonly to: CallName; readonly value: number } | null;
}

/** A part on a device, in one variant of its weights. */
export interface Subject {
  readonly part: PartName;
  /** `name@version` of the packs whose graphs it runs. */
  readonly packs: readonly string[];
  readonly device: 'wasm' | 'webgpu';
  readonly variant: 'float32' | 'float16' | 'int8';
}

/** What became of a subject. */
export type Outcome =
  | {
      readonly kind: 'measured';
      /** The device by name, with its threads or its adapter. */
      readonly on: string;
      readonly weights: 'trained' | 'random';
      readonly loadMs: Ms;
      /** Above what was held before it was loaded; null where nothing tells. */
      readonly memoryBytes: number | null;
      /** The most that was held meanwhile, above the same; null where nothing tells. */
      readonly peakBytes: number | null;
      readonly rows: readonly Row[];
    }
  /** Not run, with the reason as a sentence. */
  | { readonly kind: 'left-out'; readonly sentence: string };

/** One subject and what became of it. */
export interface SubjectReport {
  readonly subject: Subject;
  readonly outcome: Outcome;
}

/** Where it was measured. */
export interface Machine {
  /** The browser or the runtime, with its version. */
  readonly runs: string;
  readonly cores: number;
  /** Whether WASM may use threads. */
  readonly isolated: boolean;
  /** The GPU by name and what it can do, or the sentence that says why there is none. */
  readonly gpu: { readonly name: string; readonly half: boolean } | { readonly sentence: string };
}

/** A whole bench; the exported JSON is this. */
export interface BenchReport {
  readonly format: 1;
  /** When it began, ISO 8601. */
  readonly date: string;
  readonly effort: EffortName;
  readonly machine: Machine;
  readonly subjects: readonly SubjectReport[];
}

/** The rows of calls that were timed together; ratios are against the first call. */
export const rowsOf = (
  timed: readonly { readonly name: CallName; readonly timing: Timing }[],
): readonly Row[] =>
  timed.map(({ name, timing }, index) => {
    const [first] = timed;
    const ratio =
      first === undefined || index === 0
        ? null
        : { to: first.name, value: timing.medianMs / first.timing.medianMs };
    return { call: name, timing, ratio };
  });
