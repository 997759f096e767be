/**
 * What passes between the stages, types only:
 *
 *     mic -> words -> decision -> clip -> speaker
 *                        |
 *                        +-> reply (after a turn claim)
 *
 * Every time is in ms since the session's start on the clock of the audio taken in: sample n of the microphone is at n / 16 ms.
 */
import type { Db, Hz, Ms, Samples } from './shared/units';

/** 16 kHz mono audio, values in -1..1. `startSample` counts from the session's start; frames follow each other without a gap. */
export interface AudioFrame {
  readonly startSample: Samples;
  readonly samples: Float32Array;
}

/** Who spoke. */
export type Party = 'you' | 'listener';

/** A word, emitted once, when it is stable. `text` is as the recogniser wrote it, case and punctuation included. */
export interface Word {
  readonly text: string;
  readonly startMs: Ms;
  readonly endMs: Ms;
  /** How much audio had been taken in when the word was emitted. */
  readonly heardMs: Ms;
  readonly speaker: Party;
}

/** What the words stage tells. Events come in the order of `heardMs` / `atMs`. */
export type WordsEvent =
  | { readonly kind: 'word'; readonly word: Word }
  /** Voice activity began or ended; `atMs` is when it did, `heardMs` how much audio it took to know. */
  | { readonly kind: 'voice'; readonly speaking: boolean; readonly atMs: Ms; readonly heardMs: Ms }
  /** The words after the last emitted one that may still change; for captions only. */
  | { readonly kind: 'tentative'; readonly text: string; readonly heardMs: Ms }
  /** Decoding passes that were left out because the machine is slow; no audio was. */
  | { readonly kind: 'shed'; readonly passes: number; readonly heardMs: Ms }
  /** All audio up to `heardMs` is dealt with; sent at least once a frame pushed. */
  | { readonly kind: 'progress'; readonly heardMs: Ms; readonly computeMs?: Ms };

/** The two dials, 0..1: quantiles of the training listeners' frame ratios (RESPOND 3.3). */
export interface Dials {
  /** Backchannel intensity, `c_bc`. 0: no backchannels at all. */
  readonly bc: number;
  /** Turn claim aggressiveness, `c_tc`. 0: never while the speaker is speaking. */
  readonly tc: number;
}

/** The three classes in the order of the head's logits. */
export const CLASSES = ['turn_claim', 'backchannel', 'stay_silent'] as const;
export type Action = (typeof CLASSES)[number];

/** Probabilities in the order of `CLASSES`, summing to 1. */
export type Probabilities = readonly [turnClaim: number, backchannel: number, staySilent: number];

/** The state of the conversation that the head is asked about; null where it is unknown. */
export interface Condition {
  readonly dials: Dials;
  /** Silence elapsed since the last word's end; 0 at the word boundary. */
  readonly silenceMs: Ms;
  /** Time from the end of the listener's last turn that ended before the last word began, up to the judged moment. */
  readonly sinceTurnMs: Ms | null;
  /** The same since the listener's last backchannel. */
  readonly sinceBackchannelMs: Ms | null;
}

/** One judgement at a word boundary, or later, as silence grows. */
export interface Decision {
  readonly tMs: Ms;
  /** Index of the partner's last word in the session. */
  readonly word: number;
  readonly silenceMs: Ms;
  readonly p: Probabilities;
  readonly action: Action;
  /** Why, in plain words: "above threshold", "too soon after the last backchannel"… */
  readonly reason: string;
}

/** One recording of a clip bank. */
export interface Recording {
  readonly file: string;
  readonly form: string;
  readonly delivery: string;
  readonly durationMs: Ms;
  /** Level of its active part in dB of full scale. */
  readonly rmsDbfs: Db;
  /** Its place in the joint space of contexts and recordings, a unit vector; absent in banks that nobody measured. */
  readonly vector?: readonly number[];
  /** How it sounds to listeners, 1 to 5. */
  readonly energy?: number;
  readonly polarity?: number;
  readonly surprisal?: number;
  readonly voicedMs?: Ms;
  /** Null where nothing in it is voiced. */
  readonly pitchHz?: Hz | null;
  /** In semitones. */
  readonly pitchRangeSt?: number | null;
}

/** How a recording sounds to listeners, each rated 1 to 5 (Qian and Skantze, section 5). */
export const AFFECT = ['energy', 'polarity', 'surprisal'] as const;
export type Affect = (typeof AFFECT)[number];

/** What a designer asks of every recording that is chosen: targets 1 to 5; what is absent is left to the context. */
export interface ClipControls extends Partial<Readonly<Record<Affect, number>>> {
  /** Only these forms are said, as far as the bank has any of them. */
  readonly forms?: readonly string[];
}

/** A written utterance that a context is like, with the cosine of the two in the learned space. */
export interface NearContext {
  readonly text: string;
  readonly similarity: number;
}

/** What the clip stage chose. */
export interface ClipChoice {
  readonly recording: Recording;
  readonly gainDb: Db;
  /** Numbers and names that explain the choice, for the record and the page. */
  readonly why: Readonly<Record<string, number | string | readonly NearContext[]>>;
}

/** Sound to be played: mono samples at their own rate. */
export interface Sound {
  readonly samples: Float32Array;
  readonly rateHz: number;
}

/** A request to the speaker. It is dropped when it cannot start within `budgetMs` of `tMs`. */
export interface Cue {
  readonly id: string;
  readonly action: Exclude<Action, 'stay_silent'>;
  readonly tMs: Ms;
  readonly budgetMs: Ms;
  readonly sound: Sound;
  readonly gainDb: Db;
}

/** What the speaker reports: when sound really was at the person's ear, output latency included. */
export type SpeakerEvent =
  | { readonly kind: 'playing'; readonly id: string; readonly startMs: Ms }
  | {
      readonly kind: 'played';
      readonly id: string;
      readonly startMs: Ms;
      readonly endMs: Ms;
      readonly cut: boolean;
    }
  | { readonly kind: 'dropped'; readonly id: string; readonly tMs: Ms; readonly reason: string };

/** A spoken turn of the listener, ready to play. */
export interface Reply {
  readonly text: string;
  /** `script` with the line's id, or `endpoint`. */
  readonly source: string;
  /** The recorded line; null when the browser's own synthesis has to speak the text. */
  readonly sound: Sound | null;
  readonly rmsDbfs: Db | null;
}

/** A turn of the conversation so far, as context for the clip and the reply. */
export interface Turn {
  readonly speaker: Party;
  readonly text: string;
}
