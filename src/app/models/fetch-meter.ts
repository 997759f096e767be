import type { Ms } from '../../shared/units';
import type { FetchProgress } from './state';

/** The rate is that of the last so many ms: a download is paused, slowed and resumed. */
const WINDOW_MS: Ms = 5000;
/** No rate is told before this long: the first moments say nothing. */
const WARM_UP_MS: Ms = 800;

/** Tells the rate and the time left from what arrived lately; one meter a download, as it may begin half-way. */
export function createFetchMeter(): (loadedBytes: number, totalBytes: number, nowMs: Ms) => FetchProgress {
  const seen: { readonly ms: Ms; readonly bytes: number }[] = [];
  return (loadedBytes, totalBytes, nowMs) => {
    // A damaged part is thrown away: what came before it says nothing about what comes now.
    if (loadedBytes < (seen.at(-1)?.bytes ?? 0)) seen.length = 0;
    seen.push({ ms: nowMs, bytes: loadedBytes });
    while (seen.length > 2 && nowMs - (seen[1]?.ms ?? nowMs) >= WINDOW_MS) seen.shift();
    const first = seen[0] ?? { ms: nowMs, bytes: loadedBytes };
    const ms = nowMs - first.ms;
    const bytesPerS = ms >= WARM_UP_MS ? ((loadedBytes - first.bytes) / ms) * 1000 : null;
    const secondsLeft = bytesPerS === null || bytesPerS === 0 ? null : (totalBytes - loadedBytes) / bytesPerS;
    return { loadedBytes, totalBytes, bytesPerS, secondsLeft };
  };
}
