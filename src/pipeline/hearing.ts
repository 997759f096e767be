import { hubPackId, hubRecogniser } from '../packs';
import type { HubId } from '../packs';
import { toPlainError } from '../shared/plain-error';
import type { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { withSpare } from '../words';
import type { SparedStage, WordsStage } from '../words';

/** Who hears the words: the shipped recogniser, or a larger one that was chosen, while it keeps up. */
export interface Hearing {
  stage(): WordsStage;
  /** The pack that hears now. */
  readonly pack: string;
  /**
   * Chooses a larger recogniser, or none, for the conversations to come, in place of any that is still being loaded; resolves when
   * it is loaded and checked, with what is in the way where the shipped one has to hear all the same.
   */
  choose(id: HubId | null): Promise<PlainError | null>;
  /** Told when the shipped one took over, in a sentence for people; the returned function ends it. */
  watch(tell: (sentence: string) => void): () => void;
}

export interface HearingOptions {
  /** The shipped recogniser, and its pack. */
  readonly small: () => WordsStage;
  readonly smallPack: string;
  /** Loads a larger one in a worker of `scope`; `died` is told when that dies. */
  readonly load: (scope: Scope, id: HubId, died: (fault: PlainError) => void) => Promise<WordsStage>;
  readonly nowMs: () => Ms;
}

/** A larger recogniser that was chosen. */
interface Large {
  readonly id: HubId;
  readonly own: Scope;
  /** Null until it is loaded and checked. */
  stage: SparedStage | null;
  /** What is in the way, once that is known. */
  readonly ready: Promise<PlainError | null>;
}

/** Makes it; the scope ends what was loaded. */
export function createHearing(scope: Scope, { small, smallPack, load, nowMs }: HearingOptions): Hearing {
  const listeners = new Set<(sentence: string) => void>();
  let large: Large | null = null;

  const open = async (id: HubId, own: Scope): Promise<SparedStage> => {
    // Its death before it is loaded rejects the loading itself.
    let died: (fault: PlainError) => void = () => undefined;
    const main = await load(own, id, (fault) => died(fault));
    const stage = withSpare({
      main,
      spare: small,
      nowMs,
      onTakeover(fault) {
        const name = hubRecogniser(id)?.name ?? id;
        const why = fault === null ? 'is too slow on this machine' : 'stopped working';
        for (const tell of listeners) tell(`${name} ${why}; the built-in recogniser hears you from now on.`);
        own.end();
      },
    });
    died = (fault) => stage.giveUp(fault);
    return stage;
  };

  const start = (id: HubId): Large => {
    const own = scope.child();
    const started: Large = {
      id,
      own,
      stage: null,
      ready: open(id, own).then(
        (stage) => {
          started.stage = stage;
          return null;
        },
        (error: unknown) => {
          own.end();
          // Another one was chosen meanwhile: nobody misses this one.
          if (large !== started) return null;
          large = null;
          return toPlainError(
            error,
            'recogniser-failed',
            'The recogniser that you chose could not be loaded.',
            'Choose it again in Settings, or remove it there and fetch it again.',
          );
        },
      ),
    };
    return started;
  };

  return {
    stage: () => large?.stage ?? small(),
    get pack() {
      const recogniser = large?.stage && !large.stage.taken ? hubRecogniser(large.id) : null;
      return recogniser ? hubPackId(recogniser) : smallPack;
    },
    choose(id) {
      if (!large || large.id !== id || large.stage?.taken) {
        large?.own.end();
        large = id === null ? null : start(id);
      }
      return large?.ready ?? Promise.resolve(null);
    },
    watch(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}
