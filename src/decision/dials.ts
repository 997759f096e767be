import type { Dials } from '../flow';
import { PlainError } from '../shared/plain-error';
import { interpolate } from './curve';
import type { HeadMeta } from './meta';

/** The pilot's users settled at .4 to .6 and .2 to .4 (RESPOND, pilot study). */
export const DEFAULT_DIALS: Dials = { bc: 0.5, tc: 0.2 };

/** The study's three settings (RESPOND, pilot study). */
export const PRESETS = [
  { name: 'Passive', dials: { bc: 0.1, tc: 0 } },
  { name: 'Collaborative', dials: { bc: 0.6, tc: 0.2 } },
  { name: 'Assertive', dials: { bc: 0.1, tc: 0.8 } },
] as const satisfies readonly { name: string; dials: Dials }[];

/** A rate per minute of partner speech, with its interval. */
export interface DialRate {
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What a setting of one dial promises with the other at .5: backchannels or turn claims per minute of partner speech, as measured
 * by simulation on conversations nobody trained on, with words known as late as the recogniser tells them. Level beyond the settings
 * that were measured; `bc` 0 promises none at all.
 */
export function rateAt(meta: Pick<HeadMeta, 'dials'>, dial: 'bc' | 'tc', setting: number): DialRate {
  if (dial === 'bc' && setting <= 0) return { perMinute: 0, low: 0, high: 0 };
  const rates = meta.dials[dial === 'bc' ? 'c_bc' : 'c_tc'].late_rate_per_min;
  const at = (values: readonly number[]) => interpolate(setting, rates.dial, values);
  return { perMinute: at(rates.simulated), low: at(rates.low), high: at(rates.high) };
}

/** Both dials as they are. Throws a `PlainError` (`dial-out-of-range`) unless both are numbers in 0..1. */
export function checkDials(dials: { readonly bc: number; readonly tc: number }): Dials {
  for (const [name, value] of [
    ['The backchannel dial (bc)', dials.bc],
    ['The turn claim dial (tc)', dials.tc],
  ] as const)
    if (!(value >= 0 && value <= 1))
      throw new PlainError(
        'dial-out-of-range',
        `${name} is ${Number.isNaN(value) ? 'not a number' : String(value)}.`,
        'Give a number from 0 to 1.',
      );
  return { bc: dials.bc, tc: dials.tc };
}
