import type { WordsEvent } from '../flow';
import type { Ms } from '../shared/units';
import type { RecognitionResultEvent } from './browser-words';

/** How long a word is taken to last: 12 letters a second, near English conversation's 190 words a minute. */
const MS_PER_LETTER: Ms = 80;
const SHORTEST_MS: Ms = 120;
/** How far behind the sound the services' interim words are, roughly; the true delay is not told. */
const SERVICE_DELAY_MS: Ms = 250;

/** Turns the API's growing and changing results into events; time is an argument. */
export interface ResultReader {
  results(event: Pick<RecognitionResultEvent, 'resultIndex' | 'results'>, nowMs: Ms): readonly WordsEvent[];
  voice(speaking: boolean, nowMs: Ms): readonly WordsEvent[];
  /** The service ended: words that were only tentative are taken as they are. */
  ended(nowMs: Ms): readonly WordsEvent[];
}

/** Settles a word when its result is final or when two interim results in a row agree on it and a word follows. */
export function createResultReader(): ResultReader {
  /** Words settled of each result, by its place in the list. */
  let settled: number[] = [];
  let before = new Map<number, readonly string[]>();
  let lastEndMs: Ms = 0;
  let tentative = '';

  const emit = (words: readonly string[], nowMs: Ms): WordsEvent[] => {
    const lengths = words.map((word) => Math.max(SHORTEST_MS, word.length * MS_PER_LETTER));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const endMs = Math.max(lastEndMs, nowMs - SERVICE_DELAY_MS);
    const squeeze = Math.min(1, (endMs - lastEndMs) / Math.max(1, total));
    let atMs = endMs - total * squeeze;
    return words.map((text, index): WordsEvent => {
      const startMs = atMs;
      atMs += (lengths[index] ?? 0) * squeeze;
      lastEndMs = atMs;
      return { kind: 'word', word: { text, startMs, endMs: atMs, heardMs: nowMs, speaker: 'you' } };
    });
  };

  const tentativeIs = (text: string, nowMs: Ms): WordsEvent[] => {
    if (text === tentative) return [];
    tentative = text;
    return [{ kind: 'tentative', text, heardMs: nowMs }];
  };

  return {
    results({ resultIndex, results }, nowMs) {
      const events: WordsEvent[] = [];
      const rest: string[] = [];
      for (let index = resultIndex; index < results.length; index++) {
        const result = results[index];
        const words = (result?.[0]?.transcript ?? '').split(/\s+/).filter(Boolean);
        const done = settled[index] ?? 0;
        const count = result?.isFinal === true ? words.length : agreedCount(before.get(index) ?? [], words);
        if (count > done) {
          events.push(...emit(words.slice(done, count), nowMs));
          settled[index] = count;
        }
        before.set(index, words);
        rest.push(...words.slice(Math.max(done, count)));
      }
      return [...events, ...tentativeIs(rest.join(' '), nowMs), { kind: 'progress', heardMs: nowMs }];
    },
    voice: (speaking, nowMs) => [{ kind: 'voice', speaking, atMs: nowMs, heardMs: nowMs }],
    ended(nowMs) {
      const left = [...before].flatMap(([index, words]) => words.slice(settled[index] ?? 0));
      settled = [];
      before = new Map();
      return [...emit(left, nowMs), ...tentativeIs('', nowMs)];
    },
  };
}

/** Words that both say, without the last one of the newer, which may still grow. */
function agreedCount(before: readonly string[], now: readonly string[]): number {
  let count = 0;
  while (count < now.length - 1 && before[count]?.toLowerCase() === now[count]?.toLowerCase()) count++;
  return count;
}
