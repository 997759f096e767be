import type { ClipsApp } from './clips/state';
import type { HubApp } from './hub/state';
import type { ModelsApp } from './models/state';
import type { HubId } from '../packs';
import type { SetState } from '../pipeline';
import type { Action, ClipControls, Dials, Party, Probabilities } from '../flow';
import type { Ms } from '../shared/units';

/** Who hears the words: the shipped recogniser, the browser's own, or a larger one that was fetched. */
export type RecogniserId = 'moonshine' | 'browser' | HubId;

/** Where the sound comes from. */
export type SourceKind = 'mic' | 'sample' | 'file';

/** What the page is doing; one union, never several booleans. */
export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly source: SourceKind; readonly progress: LoadProgress }
  /** The browser asks the person for the microphone. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'listening'; readonly source: SourceKind }
  | { readonly kind: 'ending' }
  | { readonly kind: 'ended'; readonly source: SourceKind; readonly durationMs: Ms };

/** Bytes that really arrived. `secondsLeft` is null until a rate is known; `step` says what happens after the bytes. */
export interface LoadProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly secondsLeft: number | null;
  readonly step: 'downloading' | 'checking';
}

/** Something went wrong that the person should know; stands where it happened. */
export interface Fault {
  readonly code: string;
  /** Where on the page it belongs. */
  readonly place: 'start' | 'mic' | 'words' | 'decision' | 'speaker' | 'reply' | 'save' | 'page';
  readonly message: string;
  readonly todo: string;
  /** The ways on, as buttons, best first. */
  readonly ways: readonly FaultWay[];
}
export type FaultWay =
  'retry' | 'choose-mic' | 'play-sample' | 'open-file' | 'reload' | 'save-again' | 'dismiss';

/** What the listener did at a word. */
export interface Mark {
  readonly id: string;
  readonly action: Exclude<Action, 'stay_silent'>;
  /** What was said, such as "mhm" and its delivery "falling", or the reply's words. */
  readonly text: string;
  readonly delivery: string;
  readonly status: 'waiting' | 'playing' | 'played' | 'dropped';
  /** When sound was really heard; null until then. */
  readonly startMs: Ms | null;
  readonly endMs: Ms | null;
}

/** A word on screen with its ribbon. */
export interface CaptionWord {
  /** Index among the words of "you"; a listener's spoken turn has none. */
  readonly index: number;
  readonly text: string;
  readonly speaker: Party;
  readonly startMs: Ms;
  readonly endMs: Ms;
  readonly heardMs: Ms;
  /** The latest probabilities, recomputed for the present dials; null until judged. */
  readonly p: Probabilities | null;
  readonly mark: Mark | null;
}

/** One line of "what it heard, did and why". */
export interface ActivityLine {
  readonly id: number;
  readonly tMs: Ms;
  readonly action: Action | null;
  readonly text: string;
  readonly why: string;
  /** What a recording was chosen by, as the record has it; null for everything else. */
  readonly choice: Readonly<Record<string, unknown>> | null;
}

export interface Preset {
  readonly name: string;
  readonly dials: Dials;
  /** The person's own presets can be removed. */
  readonly own: boolean;
}

/** The estimate of the person's own style; `weight` 0..1 is how much it rests on this session instead of the default. */
export interface MirrorState {
  readonly on: boolean;
  readonly estimate: Dials;
  readonly weight: number;
}

export interface MicDevice {
  readonly id: string;
  readonly label: string;
}

/** Medians over the session so far, ms; null until something was measured. */
export interface Latency {
  /** A word's end to its decision. */
  readonly wordToDecisionMs: Ms | null;
  /** A decision to sound at the person's ear. */
  readonly decisionToSoundMs: Ms | null;
  /** A turn claim to the reply's first sound. */
  readonly claimToSoundMs: Ms | null;
}

/** Settings of the optional reply endpoint. The key lives in memory only. */
export interface EndpointSettings {
  readonly url: string;
  readonly model: string;
  readonly key: string;
}

/** The promised rate of a dial's setting per minute of partner speech, with its interval. */
export interface PromisedRate {
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
}

/** What of the bank that speaks may be said under the clips' controls. */
export interface Sayable {
  /** Those of the bank, and those asked for that it lacks (`count` 0). */
  readonly forms: readonly { readonly form: string; readonly count: number; readonly on: boolean }[];
  readonly total: number;
  /** Names of what may be said, what sounds most like the targets first. */
  readonly recordings: readonly string[];
  /** How many of them sound much like the targets; null without targets. */
  readonly near: number | null;
  /** A sentence about forms that the bank lacks; null where it has all that are asked for. */
  readonly lacking: string | null;
}

/** Everything the page shows. Signals at audio rate never enter it (see `AppSignals`). */
export interface AppState {
  readonly phase: Phase;
  readonly faults: readonly Fault[];
  /** Passing notes in plain words: the machine is slow, the tab was hidden, a worker was restarted. */
  readonly notes: readonly string[];
  readonly dials: Dials;
  readonly defaults: Dials;
  readonly presets: readonly Preset[];
  /** Null until the head's pack is loaded. */
  readonly promised: { readonly bc: PromisedRate; readonly tc: PromisedRate } | null;
  readonly mirror: MirrorState;
  /** What a designer asks of every short answer. */
  readonly clipControls: ClipControls;
  /** Why the last change of them was refused; null after one that was taken. */
  readonly clipRefusal: string | null;
  /** Null until somebody looked. */
  readonly sayable: Sayable | null;
  readonly muted: boolean;
  readonly mics: readonly MicDevice[];
  readonly micId: string | null;
  readonly recogniser: RecogniserId;
  /** Null where the browser has none; else what it sends where, in a sentence. */
  readonly browserRecogniser: string | null;
  readonly endpoint: EndpointSettings | null;
  readonly words: readonly CaptionWord[];
  readonly tentative: string;
  readonly activity: readonly ActivityLine[];
  readonly latency: Latency;
  /** Which set of models decides, and why. */
  readonly set: SetState;
  /** The device that decides, as a person reads it: "WASM, 2 threads". */
  readonly backend: string | null;
  readonly totalBytes: number;
  /** How long the session has lasted. */
  readonly elapsedMs: Ms;
}

/** Signals at audio rate, read by the timeline when it draws, outside React and the store. */
export interface AppSignals {
  /** Peaks of the person's sound, one absolute value 0..1 per `peakMs`, from the session's start. Grows in place. */
  readonly peaks: readonly number[];
  readonly peakMs: Ms;
  /** Whether voice activity is on now. */
  readonly speaking: boolean;
}

/** What a person can do. Every action is safe in every phase; what cannot be done now does nothing or puts up a fault. */
export interface AppActions {
  start(source: 'mic' | 'sample'): Promise<void>;
  openFile(file: File): Promise<void>;
  stop(): Promise<void>;
  setDials(dials: Partial<Dials>): void;
  applyPreset(name: string): void;
  savePreset(name: string): void;
  removePreset(name: string): void;
  setMirror(on: boolean): void;
  /** Reads which recordings there are, and keeps up with the bank from then on. */
  lookAtClips(): Promise<void>;
  /** In place of all that was asked before; an empty list of forms is refused. */
  setClipControls(controls: ClipControls): void;
  setMuted(muted: boolean): void;
  chooseMic(id: string): void;
  refreshMics(): Promise<void>;
  /** Loads the full set once more after it was given up. */
  retryFullSet(): void;
  chooseRecogniser(recogniser: RecogniserId): void;
  setEndpoint(settings: EndpointSettings | null): void;
  /** Saves session.jsonl, and on request the sound of both sides. */
  save(what: 'record' | 'speaker-wav' | 'listener-wav' | 'mix-wav'): Promise<void>;
  followFault(fault: Fault, way: FaultWay): void;
  dismissNote(note: string): void;
}

/** What the page is given. */
export interface App {
  /** A vanilla zustand store, or anything with the same three methods. */
  readonly store: {
    getState(): AppState;
    getInitialState(): AppState;
    subscribe(listener: (state: AppState, previous: AppState) => void): () => void;
  };
  readonly actions: AppActions;
  readonly signals: AppSignals;
  /** Which sets of models are there, and which one a talk runs with. */
  readonly models: ModelsApp;
  /** Which larger recognisers are there. */
  readonly hub: HubApp;
  /** The Clips page's part, loaded when it is first opened. Rejects when it cannot be fetched. */
  readonly openClips: () => Promise<ClipsApp>;
}
