import type { Ms } from '../shared/units';

/* When the small set takes over from the full one: pure, with every time an argument. */

/** Why the full set was given up. */
export type GiveUpReason =
  /** The graphics device was lost: reset, removed, or taken back by the browser. */
  | 'lost'
  | 'memory'
  /** Its worker ended. */
  | 'died'
  /** It answered with an error of another kind. */
  | 'failed'
  /** One answer was too late. */
  | 'late'
  /** Answers come, but more slowly than words. */
  | 'pace';

/** An answer is waited for so long; the small set then still answers within the second after which evidence is stale. */
export const LATE_MS: Ms = 800;
/** The pace is judged over so many words. */
export const PACE_WORDS = 8;
/** Time between two words beyond this is a pause, and says nothing about how fast words come. */
const LONGEST_GAP_MS: Ms = 600;

/** One word of the partner: how long after the word before it came, and how long its answer took. */
export interface WordPace {
  readonly gapMs: Ms;
  readonly answerMs: Ms;
}

/** The latest words' paces with one more, oldest first. */
export const addPace = (paces: readonly WordPace[], word: WordPace): readonly WordPace[] =>
  [...paces, word].slice(-PACE_WORDS);

/** Whether answering the latest words took longer than saying them: the listener falls behind and never catches up. */
export function isTooSlow(paces: readonly WordPace[]): boolean {
  if (paces.length < PACE_WORDS) return false;
  const spoken = paces.reduce((sum, { gapMs }) => sum + Math.min(Math.max(gapMs, 0), LONGEST_GAP_MS), 0);
  return paces.reduce((sum, { answerMs }) => sum + answerMs, 0) > spoken;
}

/** Whether a question of `askedMs` waits too long at `nowMs`. */
export const isLate = (askedMs: Ms, nowMs: Ms): boolean => nowMs - askedMs >= LATE_MS;

/** A context that takes longer belongs to words that are past. */
const SLOW_CONTEXT_MS: Ms = 1000;
/** So many slow ones in a row, and the next will be too. */
export const SLOW_CONTEXTS = 3;

/** Whether the latest contexts, by the time that each took, came too late to be of use; the processor is better left to the words. */
export const areContextsSlow = (tookMs: readonly Ms[]): boolean =>
  tookMs.length >= SLOW_CONTEXTS && tookMs.slice(-SLOW_CONTEXTS).every((ms) => ms > SLOW_CONTEXT_MS);

/** Codes of errors that say by themselves what happened; any other error is a failure. */
const BY_CODE: Readonly<Record<string, GiveUpReason>> = {
  'gpu-lost': 'lost',
  'gpu-memory': 'memory',
  'worker-died': 'died',
};

/** Why a stage that threw an error of this code is given up; null where the error is the caller's own (a word it never heard). */
export const reasonOf = (code: string | null): GiveUpReason | null =>
  code === 'word-forgotten' ? null : (BY_CODE[code ?? ''] ?? 'failed');

/** A backend as the record names it (`webgpu (acme 5)`, `wasm-2`), within a sentence. */
export function deviceWords(backend: string): string {
  const gpu = /^webgpu \((.*)\)$/.exec(backend)?.[1];
  return gpu === undefined ? backend : `the GPU (${gpu})`;
}

/** Why the small set decides from now on, for the page and the record. `hidden`: the page's tab was in the background. */
export const takeoverSentence = (reason: GiveUpReason, backend: string, hidden: boolean): string =>
  `The full set ${WHAT[reason]} ${deviceWords(backend)}${hidden ? ' while this tab was in the background' : ''}.`;

const WHAT: Readonly<Record<GiveUpReason, string>> = {
  lost: 'lost',
  memory: 'ran out of memory on',
  died: 'stopped on',
  failed: 'failed on',
  late: 'kept you waiting on',
  pace: 'is slower than you speak on',
};
