import type { ContextEncoder } from '../clip';
import type { DecisionStage } from '../decision';
import type { Ms } from '../shared/units';
import type { PlaceContext } from './context-watch';
import { areContextsSlow, SLOW_CONTEXTS } from './fallback';

/** What places a conversation's contexts. */
export interface PlaceParts {
  readonly small: () => ContextEncoder;
  /** Null where there is none, or none any more. */
  readonly full: () => ContextEncoder | null;
  readonly decision: Pick<DecisionStage, 'state'>;
  /** The partner's last second, 16 kHz, or what there is of it. */
  readonly voice: () => Float32Array;
  readonly nowMs: () => Ms;
  /** It failed, or is too slow to be of use: no more of it. */
  readonly onFullFailure: (why: 'stopped' | 'slow') => void;
}

/** Places contexts with the full encoder where the full set decides, for it goes by the decision's own state; else with the small one. */
export function placeContext(parts: PlaceParts): PlaceContext {
  const { small, full, decision, voice, nowMs, onFullFailure } = parts;
  let tookMs: readonly Ms[] = [];
  return async (turns, word) => {
    const encoder = full();
    const state = encoder && ((await decision.state?.(word)) ?? null);
    if (encoder && state) {
      const askedMs = nowMs();
      try {
        const placed = await encoder.embedContext({ turns, state, voice: voice() });
        tookMs = [...tookMs, nowMs() - askedMs].slice(-SLOW_CONTEXTS);
        if (areContextsSlow(tookMs)) onFullFailure('slow');
        return placed;
      } catch {
        onFullFailure('stopped');
      }
    }
    return small().embedContext({ turns });
  };
}
