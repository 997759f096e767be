import * as v from 'valibot';
import { CLASSES } from '../flow';

/** The version of the record that this code writes, and the newest it reads. */
export const RECORD_VERSION = 1;

const number = v.pipe(v.number('must be a number'), v.finite('must be a finite number'));
const text = v.string('must be a text');
const flag = v.boolean('must be true or false');
const dial = v.pipe(number, v.minValue(0, 'must be 0 to 1'), v.maxValue(1, 'must be 0 to 1'));
const share = dial;
const count = v.pipe(number, v.integer('must be a whole number'), v.minValue(0, 'must not be negative'));
/** ms since the session's start, or a duration in ms; stored as a whole number, read as any. */
const ms = number;
const anything = v.record(v.string(), v.unknown(), 'must be an object');
const party = v.picklist(['you', 'listener'], 'must be "you" or "listener"');
const dials = v.looseObject({ bc: dial, tc: dial }, 'must be an object with "bc" and "tc"');

const rating = v.nullable(v.pipe(number, v.minValue(1, 'must be 1 to 5'), v.maxValue(5, 'must be 1 to 5')));
/** What a designer asks of every clip; null: left to the context. */
const controls = { forms: v.nullable(v.array(text)), energy: rating, polarity: rating, surprisal: rating };

/** The first line: what is needed to run the session again. `packs`: id by kind. */
const header = v.looseObject({
  kind: v.literal('header'),
  version: v.literal(RECORD_VERSION),
  app: text,
  packs: anything,
  backend: text,
  dials,
  seed: number,
  policy: anything,
  started: v.nullable(text),
  study: v.unknown(),
  /** Absent where nothing was asked for. */
  controls: v.optional(v.looseObject(controls)),
});

const common = <Kind extends string>(kind: Kind) => ({ kind: v.literal(kind), t_ms: ms });

/**
 * Every kind of event, field for field; more fields than these are allowed and kept. `t_ms` is when it was known or done.
 */
const events = {
  /** `ready_ms` (live only): when the word had been computed, on the same clock. */
  word: v.looseObject({
    ...common('word'),
    text,
    start_ms: ms,
    end_ms: ms,
    speaker: party,
    ready_ms: v.optional(ms),
  }),
  /** Voice activity ended at `since_ms`. */
  silence: v.looseObject({ ...common('silence'), since_ms: ms }),
  /** `word`: index among the partner's words; `p` in the order of `CLASSES`. */
  decision: v.looseObject({
    ...common('decision'),
    word: count,
    silence_ms: ms,
    p: v.tuple([share, share, share], 'must be three numbers'),
    action: v.picklist(CLASSES, 'must be one of the three classes'),
    reason: text,
  }),
  /** What the speaker was asked to play. `file` and `form` are null when the browser's synthesis speaks. */
  cue: v.looseObject({
    ...common('cue'),
    action: v.picklist(['turn_claim', 'backchannel'], 'must be "turn_claim" or "backchannel"'),
    id: text,
    file: v.nullable(text),
    form: v.nullable(text),
    gain_db: number,
    why: anything,
  }),
  /** When sound really was at the person's ear. `cut`: it was stopped before its end. */
  played: v.looseObject({ ...common('played'), id: text, start_ms: ms, end_ms: ms, cut: v.optional(flag) }),
  dropped: v.looseObject({ ...common('dropped'), id: text, reason: text }),
  /** The dials from now on. */
  dial: v.looseObject({ ...common('dial'), bc: dial, tc: dial }),
  preset: v.looseObject({ ...common('preset'), name: text, bc: dial, tc: dial }),
  /** The mirror was switched, or followed the partner. `weight`: 0 (only the default) to 1 (only this session). */
  mirror: v.looseObject({ ...common('mirror'), on: flag, bc: dial, tc: dial, weight: share }),
  /** The clips' controls from now on. */
  controls: v.looseObject({ ...common('controls'), ...controls }),
  /** Another set decides from now on: its backbone, its device, its packs by kind and its policy; or another recogniser hears. */
  pack: v.looseObject({
    ...common('pack'),
    id: text,
    backend: v.optional(text),
    packs: v.optional(anything),
    policy: v.optional(anything),
  }),
  /** A turn of the listener; `claim_ms`: when it was decided on, `start_ms`: when it was first heard. */
  reply: v.looseObject({
    ...common('reply'),
    id: text,
    text,
    source: text,
    claim_ms: v.optional(ms),
    start_ms: v.optional(ms),
  }),
  /** The partner's speech, begun at `since_ms`, stopped the reply `id`. */
  barge_in: v.looseObject({ ...common('barge_in'), id: text, since_ms: ms }),
  /** A microphone or speaker came, went or was chosen. */
  device: v.looseObject({ ...common('device'), device: text, state: text }),
  /** What a person was shown: a stable code and a plain sentence. */
  error: v.looseObject({ ...common('error'), code: text, message: text }),
  /** A sentence about the session itself, such as decoding passes left out on a slow machine. */
  note: v.looseObject({ ...common('note'), text }),
  /** A mark set in Tune. */
  mark: v.looseObject({ ...common('mark'), text }),
  /** A phase of a study began. */
  phase: v.looseObject({ ...common('phase'), name: text }),
  /** An answer to a questionnaire. */
  answer: v.looseObject({ ...common('answer'), question: text, value: v.unknown() }),
} as const;

/** The kinds of events after the header. */
export type EventKind = keyof typeof events;
export const EVENT_KINDS = Object.keys(events) as readonly EventKind[];

/** Schemas by kind, the header among them. */
export const SCHEMAS = { header, ...events } as const;

export type RecordHeader = v.InferOutput<typeof header>;
export type EventOf<Kind extends EventKind> = v.InferOutput<(typeof events)[Kind]>;
export type RecordEvent = { [Kind in EventKind]: EventOf<Kind> }[EventKind];
/** Any line of a record. */
export type RecordLine = RecordHeader | RecordEvent;

/** Whether `kind` names an event of the record. */
export const isEventKind = (kind: unknown): kind is EventKind =>
  typeof kind === 'string' && Object.hasOwn(events, kind);

/** What is wrong with a value by its schema, as the end of a sentence: `"p" must be three numbers`. Never quotes the value. */
export function complaint(issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues;
  if (first === undefined) return 'it does not fit the format';
  const path = first.path?.map(({ key }) => String(key)).join('.');
  if (path === undefined || path === '') return `it ${first.message}`;
  if (first.input === undefined) return `"${path}" is missing`;
  return `"${path}" ${isOurs(first.message) ? first.message : 'does not fit the format'}`;
}

const isOurs = (message: string): boolean => message.startsWith('must ');
