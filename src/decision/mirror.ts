import type { Dials } from '../flow';
import type { Ms } from '../shared/units';
import { interpolate } from './curve';
import { DEFAULT_DIALS } from './dials';
import type { HeadMeta } from './meta';

/** A stretch of time, `startMs` to `endMs`. */
export interface Span {
  readonly startMs: Ms;
  readonly endMs: Ms;
}

/** The session so far, as far as the partner's style shows in it. */
export interface MirrorHistory {
  readonly nowMs: Ms;
  /** The partner's utterances that are backchannels, in order. */
  readonly backchannels: readonly Span[];
  /** The partner's words outside backchannels, in order: pauses are no speech, as the training data count it. */
  readonly speech: readonly Span[];
  /** The listener's turns as they were heard, in order. */
  readonly turns: readonly Span[];
}

/** The partner's own dials, and how much they rest on this session: 0 (only the default) to below 1. */
export interface MirrorEstimate extends Dials {
  readonly weight: number;
}

/**
 * Minutes of evidence that weigh as much as the default. Chosen among .2 to 2 on half of the validation conversations for a small
 * error after 2 to 4 minutes; 2 was far too slow (docs/results/mirror.md has the error on the other half).
 */
const PRIOR_MIN = 0.5;
/** A backchannel may end a little after the turn it answers. */
const GRACE_MS = 1000;
/** In the training conversations each side listens about half of the time, so ratios of listening time are halved. */
const LISTENING_SHARE = 0.5;
/** The mirror never falls silent altogether, nor does it become pushy. */
const BOUNDS = { bc: [0.1, 0.9], tc: [0.05, 0.8] } as const;

/**
 * Estimates the partner's own dials from the session so far (RESPOND 3.3: frame ratios through the quantile tables), shrunk
 * towards the default. How somebody backchannels shows only while the listener speaks, so minutes of the listener's turns are the
 * evidence for `bc`; how somebody claims turns shows only as far as the floor is shared, so for `tc` those minutes count in
 * proportion to the listener's share of the talking.
 */
export function estimateMirror(meta: Pick<HeadMeta, 'dials'>, history: MirrorHistory): MirrorEstimate {
  const listenedMs = total(history.turns);
  const spokenMs = total(history.speech);
  if (listenedMs <= 0) return { ...DEFAULT_DIALS, weight: 0 };
  const answers = history.turns.map(({ startMs, endMs }) => ({ startMs, endMs: endMs + GRACE_MS }));
  const answeredMs = history.backchannels.reduce((sum, span) => sum + overlap(span, answers), 0);
  const backchannelRatio = (answeredMs / listenedMs) * LISTENING_SHARE;
  const speechRatio = history.nowMs > 0 ? Math.min(spokenMs / history.nowMs, 1) : 0;
  const listenedMin = listenedMs / 60_000;
  const sharedMin = listenedMin * Math.min(1, spokenMs > 0 ? listenedMs / spokenMs : 1);
  const weight = listenedMin / (listenedMin + PRIOR_MIN);
  const tcWeight = sharedMin / (sharedMin + PRIOR_MIN);
  return {
    bc: shrunk('bc', dialOf(backchannelRatio, meta.dials.c_bc.quantiles), weight),
    tc: shrunk('tc', dialOf(speechRatio, meta.dials.c_tc.quantiles), tcWeight),
    weight,
  };
}

/** The dial setting of a raw frame ratio; where the table is flat, the middle of the flat part. Twin of `dials.dial_of`. */
export function dialOf(ratio: number, quantiles: readonly number[]): number {
  const top = quantiles.length - 1;
  const settings = quantiles.map((_, index) => index / top);
  const high = interpolate(ratio, quantiles, settings);
  const mirrored = quantiles.map((value) => -value).toReversed();
  const low = 1 - interpolate(-ratio, mirrored, settings);
  return (low + high) / 2;
}

function shrunk(dial: 'bc' | 'tc', estimate: number, weight: number): number {
  const [low, high] = BOUNDS[dial];
  const bounded = Math.min(Math.max(estimate, low), high);
  return DEFAULT_DIALS[dial] + weight * (bounded - DEFAULT_DIALS[dial]);
}

const total = (spans: readonly Span[]): Ms =>
  spans.reduce((sum, { startMs, endMs }) => sum + Math.max(endMs - startMs, 0), 0);

/** How much of `span` lies in `others`; those may overlap each other after the grace, so at most the span itself. */
const overlap = (span: Span, others: readonly Span[]): Ms =>
  Math.min(
    others.reduce(
      (sum, other) =>
        sum + Math.max(0, Math.min(span.endMs, other.endMs) - Math.max(span.startMs, other.startMs)),
      0,
    ),
    Math.max(span.endMs - span.startMs, 0),
  );
