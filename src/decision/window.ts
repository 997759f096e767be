import type { Word } from '../flow';
import { normaliseText } from '../shared/text';
import { cachedWords, type CachedWords, type CachePolicy } from './cache-policy';
import { readWords, type ReadWord } from './reading';

/*
 * What the model is shown at a word boundary. The Python twin is `training/mhm_training/windows.py`, tied by the head pack's
 * golden file; seconds are used where it uses them, so that comparisons fall the same way.
 */
const WINDOW_S = 5;
/** Words closer than this belong to one run. */
const RUN_GAP_S = 0.3;

/** The timing part of the condition, raw: seconds, counts and a share. */
export interface WindowTiming {
  readonly last_word: number;
  /** `WINDOW_S` when the window holds one word. */
  readonly gap_before_last_word: number;
  readonly window_words: number;
  readonly window_length: number;
  readonly voiced_share: number;
  /** The stretch of words up to the last whose gaps are all under 0.3 s. */
  readonly run_length: number;
  readonly run_words: number;
  /** Characters of the last word's normalised text. */
  readonly last_word_letters: number;
}

/** The partner's words whose ends lie in the five seconds that close with word `index`: the first one's index. */
export function windowStart(words: readonly Pick<Word, 'endMs'>[], index: number): number {
  const last = words[index];
  if (last === undefined) throw new RangeError(`There is no word ${index}.`);
  const after = last.endMs / 1000 - WINDOW_S;
  let first = index;
  for (let word = words[first - 1]; word !== undefined && word.endMs / 1000 > after; word = words[first - 1])
    first -= 1;
  return first;
}

/** What the models are shown of the words: the words for the backbone, the window's timing for the head. */
export interface Window {
  readonly words: readonly ReadWord[];
  readonly timing: WindowTiming;
  /** What a backbone with a cache reads in place of `words`; null for one without. */
  readonly cached: CachedWords | null;
}

/** The window that closes with the partner's word `index`; `policy` is that of the backbone that will read it. */
export function windowAt(words: readonly Word[], index: number, policy: CachePolicy | null = null): Window {
  const window = words.slice(windowStart(words, index), index + 1);
  return {
    words: readWords(window, WINDOW_S),
    timing: timingOf(window),
    cached: policy && cachedWords(policy, words, index),
  };
}

function timingOf(window: readonly Word[]): WindowTiming {
  const spans = window.map((word) => [word.startMs / 1000, word.endMs / 1000] as const);
  const [firstStart] = spans[0] ?? [0];
  const [lastStart, lastEnd] = spans.at(-1) ?? [0, 0];
  const gaps = spans.slice(1).map(([start], index) => start - (spans[index]?.[1] ?? start));
  const runFrom = gaps.findLastIndex((gap) => gap >= RUN_GAP_S) + 1;
  const [runStart] = spans[runFrom] ?? [lastStart];
  return {
    last_word: Math.max(lastEnd - lastStart, 0),
    gap_before_last_word: gaps.at(-1) ?? WINDOW_S,
    window_words: spans.length,
    window_length: lastEnd - firstStart,
    voiced_share: spans.reduce((sum, [start, end]) => sum + Math.max(end - start, 0), 0) / WINDOW_S,
    run_length: lastEnd - runStart,
    run_words: spans.length - runFrom,
    last_word_letters: normaliseText(window.at(-1)?.text ?? '').length,
  };
}
