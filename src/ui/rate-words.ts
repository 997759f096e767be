import type { PromisedRate } from '../app/state';
import type { Dials } from '../flow';

export type DialName = keyof Dials;

/** What a dial at zero promises (see the dials' zero settings in the policy). */
const NEVER: Record<DialName, string> = { bc: 'never', tc: 'only when you pause' };

/** A promised rate in words: "about 4 a minute". */
export function rateWords(dial: DialName, value: number, promised: PromisedRate | null): string {
  if (value === 0) return NEVER[dial];
  if (!promised) return '';
  const { perMinute } = promised;
  if (perMinute < 0.1) return 'hardly ever';
  if (perMinute < 0.7) return `about one every ${Math.max(2, Math.round(1 / perMinute))} minutes`;
  if (perMinute < 1.5) return 'about one a minute';
  return `about ${Math.round(perMinute)} a minute`;
}

/** The interval alone, to stand beside the words: "(3.9 to 4.4)". */
export const rateRange = ({ low, high }: PromisedRate): string => `(${low.toFixed(1)} to ${high.toFixed(1)})`;

/** The interval behind the words, for those who ask. */
export function rateInterval(promised: PromisedRate): string {
  const digits = (value: number): string => value.toFixed(1);
  return `${digits(promised.perMinute)} per minute of your speech, ${digits(promised.low)} to ${digits(promised.high)}`;
}
