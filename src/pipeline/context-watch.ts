import type { ContextEncoder, EmbeddedContext } from '../clip';
import type { Turn } from '../flow';

/** What the learned space makes of the turns so far, worked out as words arrive, so that it is there when a clip is chosen. */
export interface ContextWatch {
  /** Resolves when the caller need not wait any longer. */
  hear(turns: readonly Turn[]): Promise<void>;
  /** Null before the first words and while nobody can tell. */
  latest(): EmbeddedContext | null;
}

/** For files: every context in its order, so that the same input gives the same choices. */
export function watchInOrder(encoder: ContextEncoder): ContextWatch {
  let latest: EmbeddedContext | null = null;
  return {
    latest: () => latest,
    async hear(turns) {
      latest = await encoder.embedContext({ turns });
    },
  };
}

/** For a live session: nobody waits; while one context is worked out only the newest of those that follow is kept. */
export function watchLive(encoder: () => ContextEncoder, onFailure: (error: unknown) => void): ContextWatch {
  let latest: EmbeddedContext | null = null;
  let next: readonly Turn[] | null = null;
  let busy = false;
  const work = async (): Promise<void> => {
    busy = true;
    while (next !== null) {
      const turns = next;
      next = null;
      try {
        latest = await encoder().embedContext({ turns });
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
    hear(turns) {
      next = turns;
      if (!busy) void work();
      return Promise.resolve();
    },
  };
}
