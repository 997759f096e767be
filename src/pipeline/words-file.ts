import type { Word, WordsEvent } from '../flow';
import type { Ms } from '../shared/units';

/** How finely time passes between the words of a file; the policy re-judges no more often. */
const STEP_MS: Ms = 50;
/** Time passes this long after the last word, so that the listener can still answer it. */
const TAIL_MS: Ms = 3000;

/**
 * What the words stage would tell about timed words, in place of audio: voice activity from each word's start to its end, the
 * word when it is `heard`, and time passing in between. Batches in the order of time; compute time is 0 (design: "Simulation").
 * `words`: of both parties, any order; the listener's words are context and come as they are.
 */
export function* wordsFileEvents(words: readonly Word[]): Generator<readonly WordsEvent[]> {
  const moments = new Map<Ms, WordsEvent[]>();
  const at = (heardMs: Ms, event: WordsEvent): void => {
    const batch = moments.get(heardMs);
    if (batch) batch.push(event);
    else moments.set(heardMs, [event]);
  };
  const sorted = words.toSorted((one, other) => one.startMs - other.startMs || one.endMs - other.endMs);
  let voicedUntilMs = -Infinity;
  const own = sorted.filter(({ speaker }) => speaker === 'you');
  for (const [index, word] of own.entries()) {
    if (word.startMs > voicedUntilMs)
      at(word.startMs, { kind: 'voice', speaking: true, atMs: word.startMs, heardMs: word.startMs });
    voicedUntilMs = Math.max(voicedUntilMs, word.endMs);
    const next = own[index + 1];
    if (next === undefined || next.startMs > voicedUntilMs)
      at(voicedUntilMs, { kind: 'voice', speaking: false, atMs: voicedUntilMs, heardMs: voicedUntilMs });
  }
  for (const word of sorted) at(word.heardMs, { kind: 'word', word });

  const times = [...moments.keys()].toSorted((one, other) => one - other);
  let nowMs = 0;
  for (const timeMs of [...times, (times.at(-1) ?? 0) + TAIL_MS]) {
    for (let tickMs = nowMs + STEP_MS; tickMs < timeMs; tickMs += STEP_MS)
      yield [{ kind: 'progress', heardMs: tickMs }];
    nowMs = Math.max(nowMs, timeMs);
    yield [...(moments.get(timeMs) ?? []), { kind: 'progress', heardMs: timeMs }];
  }
}
