import type { MirrorEstimate } from '../decision';
import type { Dials } from '../flow';

/** Smaller changes are not followed: the dials would tremble and the record fill up. */
const STEP = 0.02;

/** Tells when the mirror's estimate has moved far enough from the dials last followed; null until then. */
export function followMirror(start: Dials): (estimate: MirrorEstimate) => MirrorEstimate | null {
  let followed = start;
  return (estimate) => {
    if (Math.abs(estimate.bc - followed.bc) < STEP && Math.abs(estimate.tc - followed.tc) < STEP) return null;
    followed = estimate;
    return estimate;
  };
}
