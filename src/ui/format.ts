import type { Ms } from '../shared/units';

/** Minutes and seconds as on a clock: 83,000 ms is "1:23". */
export function clock(ms: Ms): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A length of time in words: "3 min 12 s". */
export function duration(ms: Ms): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Megabytes (of a million bytes) as a person reads them: "62 MB", below ten with one digit after the point. */
export function megabytes(bytes: number): string {
  const mb = bytes / 1_000_000;
  return `${mb < 10 ? mb.toFixed(1) : String(Math.round(mb))} MB`;
}

/** Time left in words: "about 8 s left". */
export function timeLeft(seconds: number): string {
  if (seconds < 1) return 'nearly there';
  if (seconds < 90) return `about ${Math.ceil(seconds)} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

/** A probability as a percentage without digits after the point. */
export const percent = (p: number): string => `${Math.round(p * 100)} %`;

/** A time for the details: "412 ms", a dash where nothing was measured. */
export const milliseconds = (ms: Ms | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`);
