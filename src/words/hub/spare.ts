import type { AudioFrame, WordsEvent } from '../../flow';
import { toPlainError, type PlainError } from '../../shared/plain-error';
import { samplesToMs, type Ms } from '../../shared/units';
import { repeatedCount, type SettledWord } from '../continuation';
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
/** So many of the last words are heard again, from a little before them: the main stage may be wrong about when they ended. */
const TAIL_WORDS = 2;
const LEAD_MS: Ms = 150;

interface Waiting {
  readonly sentMs: Ms;
  /** Settles the frame without the main stage. */
  readonly give: (events: readonly WordsEvent[]) => void;
}

/**
 * Passes frames to the main stage and keeps the audio from its last words on. When it fails, or its words come too late for a while,
 * the spare hears that audio and goes on from there, so that no word is lost and none is said twice.
 */
export function withSpare({ main, spare, nowMs, onTakeover }: SpareOptions): SparedStage {
  let kept: readonly AudioFrame[] = [];
  let waiting: readonly Waiting[] = [];
  let pace = createPace();
  let taken = false;
  let speaking = false;
  let tail: readonly SettledWord[] = [];
  let heardMs: Ms = 0;
  /** What the spare says without what was said before. */
  let unsaid = withoutRepeated([], 0);
  /** What it said of the kept audio, where no frame waited to bring it. */
  let owed: Promise<readonly WordsEvent[]> | null = null;

  const note = (events: readonly WordsEvent[]): void => {
    for (const event of events) {
      if (event.kind === 'word') tail = [...tail, event.word].slice(-TAIL_WORDS);
      else if (event.kind === 'voice') speaking = event.speaking;
      else if (event.kind === 'progress') heardMs = event.heardMs;
    }
    kept = kept.filter(
      ({ startSample, samples }) =>
        samplesToMs(startSample + samples.length) >
        Math.max(heardMs - KEPT_MS, (tail[0]?.startMs ?? LEAD_MS) - LEAD_MS),
    );
  };

  /** What the spare says about audio that the main stage has told of in part. */
  const catchUp = async (frames: readonly AudioFrame[], toldMs: Ms): Promise<readonly WordsEvent[]> => {
    const all = unsaid((await Promise.all(frames.map((frame) => spare().push(frame)))).flat());
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
    const [oldest] = kept;
    unsaid = withoutRepeated(tail, samplesToMs(oldest?.startSample ?? 0));
    const events = catchUp(kept, heardMs);
    const [first, ...others] = waiting;
    kept = [];
    waiting = [];
    // In the order in which the frames were sent; where none waits the next frame brings it.
    if (first) void events.then(first.give, () => first.give([]));
    else owed = events;
    for (const other of others) other.give([]);
  };
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
      return [...before, ...unsaid(now)];
    },
    async flush() {
      if (!taken) {
        const events = await main.flush().catch((error: unknown) => {
          takeOver(toPlainError(error, 'words-failed', 'The recogniser stopped working.', ''));
          return null;
        });
        if (events !== null) {
          [kept, pace, speaking, tail, heardMs] = [[], createPace(), false, [], 0];
          return events;
        }
      }
      const [before, now] = await Promise.all([owedEvents(), spare().flush()]);
      return [...before, ...unsaid(now)];
    },
    warmUp: () => main.warmUp(),
  };
}

/** Takes the words that repeat `tail` off the beginning of what is heard from `fromMs` on; the rest passes, in one piece or many. */
function withoutRepeated(
  tail: readonly SettledWord[],
  fromMs: Ms,
): (events: readonly WordsEvent[]) => readonly WordsEvent[] {
  const here = ({ text, startMs, endMs }: SettledWord): SettledWord => ({
    text,
    startMs: startMs - fromMs,
    endMs: endMs - fromMs,
  });
  const said = tail.map(here);
  const again: SettledWord[] = [];
  let through = tail.length === 0;
  return (events) =>
    events.filter((event) => {
      if (through || event.kind !== 'word') return true;
      again.push(here(event.word));
      through = repeatedCount(said, again) < again.length;
      return through;
    });
}
