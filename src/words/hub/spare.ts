import type { AudioFrame, WordsEvent } from '../../flow';
import { toPlainError, type PlainError } from '../../shared/plain-error';
import { samplesToMs, type Ms } from '../../shared/units';
import type { WordsStage } from '../stage';
import { createPace } from './pace';

/** A stage that hears until it fails or lags, and one that stands by. */
export interface SpareOptions {
  readonly main: WordsStage;
  /** Asked for at each call: it may be started again meanwhile. */
  readonly spare: () => WordsStage;
  /** A clock in ms. */
  readonly nowMs: () => Ms;
  /** Told once, when the spare hears from now on; with the fault, or null where the main one was only too slow. */
  readonly onTakeover: (fault: PlainError | null) => void;
}

/** The main stage's words, until the spare ones follow. */
export interface SparedStage extends WordsStage {
  /** True once the spare hears. */
  readonly taken: boolean;
  /** The main stage died. */
  giveUp(fault: PlainError): void;
}

/** Audio kept for the spare at most: nobody speaks longer without a word settling. */
const KEPT_MS: Ms = 12_000;

interface Waiting {
  readonly sentMs: Ms;
  /** Settles the frame without the main stage. */
  readonly give: (events: readonly WordsEvent[]) => void;
}

/**
 * Passes frames to the main stage and keeps the audio behind its last word. When it fails, or its words come too late for a while,
 * the spare hears that audio and goes on from there, so that no word is lost and none is said twice.
 */
export function withSpare({ main, spare, nowMs, onTakeover }: SpareOptions): SparedStage {
  let kept: readonly AudioFrame[] = [];
  let waiting: readonly Waiting[] = [];
  let pace = createPace();
  let taken = false;
  let speaking = false;
  let lastWordMs: Ms = 0;
  let heardMs: Ms = 0;

  const note = (events: readonly WordsEvent[]): void => {
    for (const event of events) {
      if (event.kind === 'word') lastWordMs = event.word.endMs;
      else if (event.kind === 'voice') speaking = event.speaking;
      else if (event.kind === 'progress') heardMs = event.heardMs;
    }
    kept = kept.filter(
      ({ startSample, samples }) =>
        samplesToMs(startSample) >= lastWordMs &&
        samplesToMs(startSample + samples.length) > heardMs - KEPT_MS,
    );
  };

  /** What the spare says about audio that the main stage has told of in part. */
  const catchUp = async (frames: readonly AudioFrame[], toldMs: Ms): Promise<readonly WordsEvent[]> => {
    const all = (await Promise.all(frames.map((frame) => spare().push(frame)))).flat();
    return all.flatMap((event): readonly WordsEvent[] => {
      if (event.kind === 'word')
        return [{ ...event, word: { ...event.word, heardMs: Math.max(event.word.heardMs, toldMs) } }];
      if (event.kind === 'voice') {
        const changed = event.speaking !== speaking;
        speaking = event.speaking;
        return changed ? [{ ...event, heardMs: Math.max(event.heardMs, toldMs) }] : [];
      }
      return event.heardMs > toldMs ? [event] : [];
    });
  };

  const takeOver = (fault: PlainError | null): void => {
    if (taken) return;
    taken = true;
    onTakeover(fault);
    const events = catchUp(kept, heardMs);
    const [first, ...others] = waiting;
    kept = [];
    waiting = [];
    // In the order in which the frames were sent; where none waits the next frame brings it.
    if (first) void events.then(first.give, () => first.give([]));
    else owed = events;
    for (const other of others) other.give([]);
  };
  let owed: Promise<readonly WordsEvent[]> | null = null;
  const owedEvents = async (): Promise<readonly WordsEvent[]> => {
    const events = owed;
    owed = null;
    return (await events?.catch(() => [])) ?? [];
  };

  const hearMain = (frame: AudioFrame): Promise<readonly WordsEvent[]> =>
    new Promise((resolve) => {
      const entry: Waiting = { sentMs: nowMs(), give: resolve };
      kept = [...kept, frame];
      waiting = [...waiting, entry];
      main.push(frame).then(
        (events) => {
          if (taken) return;
          waiting = waiting.filter((other) => other !== entry);
          note(events);
          const slow = pace.answered(entry.sentMs, nowMs());
          resolve(events);
          if (slow) takeOver(null);
        },
        (error: unknown) =>
          takeOver(toPlainError(error, 'words-failed', 'The recogniser stopped working.', '')),
      );
    });

  return {
    get backend() {
      return taken ? spare().backend : main.backend;
    },
    get taken() {
      return taken;
    },
    giveUp: takeOver,
    async push(frame) {
      const oldest = waiting[0];
      if (oldest && pace.waiting(oldest.sentMs, nowMs())) takeOver(null);
      if (!taken) return hearMain(frame);
      const [before, now] = await Promise.all([owedEvents(), spare().push(frame)]);
      return [...before, ...now];
    },
    async flush() {
      if (!taken) {
        const events = await main.flush().catch((error: unknown) => {
          takeOver(toPlainError(error, 'words-failed', 'The recogniser stopped working.', ''));
          return null;
        });
        if (events !== null) {
          [kept, pace, speaking, lastWordMs, heardMs] = [[], createPace(), false, 0, 0];
          return events;
        }
      }
      const [before, now] = await Promise.all([owedEvents(), spare().flush()]);
      return [...before, ...now];
    },
    warmUp: () => main.warmUp(),
  };
}
