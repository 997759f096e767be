import type { BankRights, Mood, Prompt } from '../../pipeline';
import type { NearContext, Recording } from '../../flow';
import type { Ms } from '../../shared/units';

/** A recording on the map. */
export interface Clip extends Recording {
  /** What was said: the form, or what the file was called where the form is `other`. */
  readonly label: string;
}

/** What can be an axis of the map. */
export type Axis =
  | 'energy'
  | 'polarity'
  | 'surprisal'
  | 'pitch'
  | 'pitch-range'
  | 'voiced'
  | 'duration'
  | 'level'
  | 'pca1'
  | 'pca2'
  | 'pca3'
  | 'umap1'
  | 'umap2';

/** A bank as a list names it. */
export interface BankLine {
  readonly id: string;
  readonly name: string;
  /** Recorded or imported here, so that it can be changed. */
  readonly own: boolean;
  /** Made by the guided recorder, which can go on with it. */
  readonly recorded: boolean;
  readonly rights: BankRights;
}

/** The bank on the map. */
export interface ShownBank extends BankLine {
  readonly clips: readonly Clip[];
}

/** UMAP takes a while. */
export type UmapState =
  | { readonly kind: 'none' }
  | { readonly kind: 'working'; readonly share: number }
  /** Two numbers a recording, in the bank's order. */
  | { readonly kind: 'ready'; readonly xy: Float32Array };

/** A sentence and which recordings would answer it. */
export type SentenceState =
  | { readonly kind: 'none' }
  | { readonly kind: 'working'; readonly text: string }
  | {
      readonly kind: 'ready';
      readonly text: string;
      /** Best first. */
      readonly ranking: readonly Ranked[];
      /** The context's vector, to be placed among the recordings. */
      readonly vector: readonly number[];
      /** The likeliest forms, likeliest first. */
      readonly forms: readonly { readonly form: string; readonly probability: number }[];
      /** Written utterances that it is like, the nearest first. */
      readonly nearest: readonly NearContext[];
    };
export interface Ranked {
  readonly file: string;
  readonly score: number;
}

/** Something that takes a while, with how far it has come. */
export interface Job {
  readonly kind: 'reading' | 'measuring' | 'exporting' | 'loading';
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

/** What came of an import: how many were taken, and a sentence for each that was not, or not as it is. */
export interface Report {
  readonly title: string;
  readonly taken: number;
  readonly problems: readonly string[];
}

/** Something went wrong, in plain words. */
export interface ClipsFault {
  readonly code: string;
  readonly message: string;
  readonly todo: string;
}

/** The guided recorder; one union for its phases. */
export interface RecorderState {
  readonly bankId: string;
  readonly prompts: readonly Prompt[];
  /** Which prompt is up; the prompts' length once all are done. */
  readonly at: number;
  /** Names of the recordings that are there. */
  readonly done: ReadonlySet<string>;
  readonly phase: 'paused' | 'opening' | 'listening' | 'finished';
  readonly speaking: boolean;
  /** What is to be done better; null while all is well. */
  readonly verdict: string | null;
  /** The take before, to be heard or said again. */
  readonly last: { readonly file: string; readonly durationMs: Ms } | null;
}

/** Everything the Clips page shows. */
export interface ClipsState {
  readonly phase: 'opening' | 'open';
  readonly banks: readonly BankLine[];
  /** The bank that speaks in Talk. */
  readonly speaking: string;
  readonly shown: ShownBank | null;
  readonly x: Axis;
  readonly y: Axis;
  readonly umap: UmapState;
  /** Forms that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly selected: string | null;
  /** The files inside the lasso. */
  readonly region: readonly string[] | null;
  readonly sentence: SentenceState;
  readonly muted: boolean;
  readonly job: Job | null;
  readonly report: Report | null;
  readonly faults: readonly ClipsFault[];
  readonly recorder: RecorderState | null;
}

/** What a person can do on the Clips page. Nothing here throws: what fails becomes a fault. */
export interface ClipsActions {
  showBank(id: string): Promise<void>;
  speakWith(id: string): void;
  setAxes(x: Axis, y: Axis): void;
  setHidden(hidden: ReadonlySet<string>): void;
  /** Selects a recording and plays it. */
  select(file: string | null, play?: boolean): void;
  setRegion(files: readonly string[] | null): void;
  setMuted(muted: boolean): void;
  tryText(text: string): Promise<void>;
  importFiles(files: readonly File[]): Promise<void>;
  /** Corrects the form of recordings of one's own. */
  setForm(files: readonly string[], form: string): Promise<void>;
  removeClips(files: readonly string[]): Promise<void>;
  renameBank(id: string, name: string): Promise<void>;
  removeBank(id: string): Promise<void>;
  setRights(id: string, rights: BankRights): Promise<void>;
  exportBank(id: string): Promise<void>;
  startBank(name: string, moods: readonly Mood[], rights: BankRights): Promise<void>;
  /** Goes on with a bank that the recorder began. */
  resumeBank(id: string): Promise<void>;
  recorder: {
    listen(): Promise<void>;
    pause(): void;
    /** Goes to a prompt; the take that is there is replaced by the next one. */
    go(at: number): void;
    playLast(): void;
    close(): void;
  };
  dismissFault(code: string): void;
  dismissReport(): void;
}

/** What the Clips page is given. */
export interface ClipsApp {
  readonly store: {
    getState(): ClipsState;
    getInitialState(): ClipsState;
    subscribe(listener: (state: ClipsState, previous: ClipsState) => void): () => void;
  };
  readonly actions: ClipsActions;
  readonly signals: {
    /** Level of the recorder's microphone now, dB of full scale. */
    levelDbfs(): number;
    /** A recording's decoded sound. */
    sound(file: string): Promise<{ readonly samples: Float32Array; readonly rateHz: number }>;
  };
}
