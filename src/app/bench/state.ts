import type { BenchReport, BenchStep, EffortName, Planned } from '../../bench';
import type { Fault } from '../state';

/** Whether the full set can be measured. */
export type FullSetThere = 'looking' | 'kept' | 'absent';

/** What the bench does; one union, never several booleans. */
export type BenchPhase =
  | { readonly kind: 'idle' }
  /** Asking for the GPU, and what the full set is. */
  | { readonly kind: 'preparing' }
  /** `at` is the subject in `planned` that is measured now. */
  | {
      readonly kind: 'running';
      readonly planned: readonly Planned[];
      readonly at: number;
      readonly step: BenchStep;
    }
  | { readonly kind: 'done' };

/** What the Bench page shows. */
export interface BenchState {
  readonly phase: BenchPhase;
  readonly effort: EffortName;
  readonly full: FullSetThere;
  /** Another place of the full set; empty: only the one that is kept in this browser. */
  readonly fullUrl: string;
  /** What was measured so far; stays when the bench is stopped. */
  readonly report: BenchReport | null;
  readonly fault: Pick<Fault, 'code' | 'message' | 'todo'> | null;
  /** What just became of the last export, as a sentence. */
  readonly exported: string;
}

/** What a person can do; safe in every state. */
export interface BenchActions {
  /** Looks whether the full set is kept in this browser. */
  look(): Promise<void>;
  chooseEffort(effort: EffortName): void;
  setFullUrl(url: string): void;
  measure(): Promise<void>;
  /** What was measured so far stays. */
  stop(): void;
  save(as: 'json' | 'markdown'): void;
  copy(): Promise<void>;
}
