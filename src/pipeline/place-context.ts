import type { ContextEncoder } from '../clip';
import type { DecisionStage } from '../decision';
import type { PlaceContext } from './context-watch';

/** What places a conversation's contexts. */
export interface PlaceParts {
  readonly small: () => ContextEncoder;
  /** Null where there is none, or none any more. */
  readonly full: () => ContextEncoder | null;
  readonly decision: Pick<DecisionStage, 'state'>;
  /** The partner's last second, 16 kHz, or what there is of it. */
  readonly voice: () => Float32Array;
  readonly onFullFailure: (error: unknown) => void;
}

/** Places contexts with the full encoder where the full set decides, for it goes by the decision's own state; else with the small one. */
export const placeContext =
  ({ small, full, decision, voice, onFullFailure }: PlaceParts): PlaceContext =>
  async (turns, word) => {
    const encoder = full();
    const state = encoder && ((await decision.state?.(word)) ?? null);
    if (encoder && state) {
      try {
        return await encoder.embedContext({ turns, state, voice: voice() });
      } catch (error) {
        onFullFailure(error);
      }
    }
    return small().embedContext({ turns });
  };
