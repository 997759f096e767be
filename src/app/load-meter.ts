import type { LoadProgress } from './state';

/** Bytes so far, out of all. */
type Arrived = Omit<LoadProgress, 'secondsLeft'>;

/** No rate is told before this long: the first moments say nothing. */
const WARM_UP_MS = 800;

/** Tells how long loading will still take, from the rate so far. `now` in ms. */
export function createLoadMeter(now: () => number): (arrived: Arrived) => LoadProgress {
  let startMs: number | null = null;
  return (arrived) => {
    startMs ??= now();
    const ms = now() - startMs;
    const rate = arrived.loadedBytes / ms;
    const known = ms >= WARM_UP_MS && arrived.loadedBytes > 0 && arrived.step === 'downloading';
    const secondsLeft = known ? (arrived.totalBytes - arrived.loadedBytes) / rate / 1000 : null;
    return { ...arrived, secondsLeft };
  };
}
