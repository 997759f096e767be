/** The parts of an AudioContext that tell how long sound takes to the ear. Safari lacks some, whatever the types say. */
export type LatencySource = Pick<AudioContext, 'currentTime' | 'getOutputTimestamp'> & {
  readonly outputLatency?: number;
  readonly baseLatency?: number;
};

/** More than this is a fault of the report, not a loudspeaker: the slowest wireless ones stay below. */
const LONGEST_S = 1;

/**
 * Seconds from a moment on the context's clock until its sound is at the loudspeaker: the browser's own estimate, else what
 * its output timestamp says, else the length of its buffer. `nowMs` is `performance.now()`.
 */
export function outputLatencyS(context: LatencySource, nowMs: number): number {
  const sane = (seconds: number | undefined): seconds is number =>
    seconds !== undefined && Number.isFinite(seconds) && seconds > 0 && seconds <= LONGEST_S;
  if (sane(context.outputLatency)) return context.outputLatency;
  const { contextTime, performanceTime } = context.getOutputTimestamp();
  if (contextTime !== undefined && performanceTime !== undefined && performanceTime > 0) {
    const heardS = contextTime + (nowMs - performanceTime) / 1000;
    const latencyS = context.currentTime - heardS;
    if (sane(latencyS)) return latencyS;
  }
  return sane(context.baseLatency) ? context.baseLatency : 0;
}
