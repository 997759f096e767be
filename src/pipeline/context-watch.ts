import type { EmbeddedContext } from '../clip';
import type { Turn } from '../flow';

/** What the learned space makes of the turns so far, worked out as words arrive, so that it is there when a clip is chosen. */
export interface ContextWatch {
  /** `word` is the index of the partner's last. Resolves when the caller need not wait any longer. */
  hear(turns: readonly Turn[], word: number): Promise<void>;
  /** Null before the first words and while nobody can tell. */
  latest(): EmbeddedContext | null;
}

/** Places the turns so far, of which the partner's last word is `word`. */
export type PlaceContext = (turns: readonly Turn[], word: number) => Promise<EmbeddedContext>;

/** For files: every context in its order, so that the same input gives the same choices. */
export function watchInOrder(place: PlaceContext): ContextWatch {
  let latest: EmbeddedContext | null = null;
  return {
    latest: () => latest,
    async hear(turns, word) {
      latest = await place(turns, word);
    },
  };
}

/** For a live session: nobody waits; while one context is worked out only the newest of those that follow is kept. */
export function watchLive(place: PlaceContext, onFailure: (error: unknown) => void): ContextWatch {
  let latest: EmbeddedContext | null = null;
  let next: Parameters<PlaceContext> | null = null;
  let busy = false;
  const work = async (): Promise<void> => {
    busy = true;
    while (next !== null) {
      const heard = next;
      next = null;
      try {
        latest = await place(...heard);
      } catch (error) {
        // What fitted earlier words is no guide to these.
        latest = null;
        onFailure(error);
      }
    }
    busy = false;
  };
  return {
    latest: () => latest,
    hear(...heard) {
      next = heard;
      if (!busy) void work();
      return Promise.resolve();
    },
  };
}
