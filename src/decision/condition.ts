import type { Condition } from '../flow';
import type { Ms } from '../shared/units';
import type { ConditionPart } from './meta';
import type { WindowTiming } from './window';

/** The raw value that a head's pack asks for by name; seconds, counts and 0..1. Unknown history: value and flag 0. */
function rawValue(name: string, condition: Condition, timing: WindowTiming): number | undefined {
  const { dials, silenceMs, sinceTurnMs, sinceBackchannelMs } = condition;
  switch (name) {
    case 'c_bc':
      return dials.bc;
    case 'c_tc':
      return dials.tc;
    case 'silence':
      return silenceMs / 1000;
    case 'since_turn':
      return (sinceTurnMs ?? 0) / 1000;
    case 'since_turn_known':
      return sinceTurnMs === null ? 0 : 1;
    case 'since_backchannel':
      return (sinceBackchannelMs ?? 0) / 1000;
    case 'since_backchannel_known':
      return sinceBackchannelMs === null ? 0 : 1;
    default:
      return Object.hasOwn(timing, name) ? timing[name as keyof WindowTiming] : undefined;
  }
}

/** Writes one condition vector in the pack's order and scaling into `out` from `offset` on. */
export function writeCondition(
  layout: readonly ConditionPart[],
  condition: Condition,
  timing: WindowTiming,
  out: Float32Array,
  offset = 0,
): void {
  for (const [index, { name, scale, max }] of layout.entries()) {
    const value = rawValue(name, condition, timing);
    if (value === undefined) throw new TypeError(`The head asks for "${name}", which is not known here.`);
    const clipped = Math.min(Math.max(value, 0), max ?? Number.POSITIVE_INFINITY);
    out[offset + index] = scale.startsWith('log1p') ? Math.log1p(clipped) : clipped;
  }
}

/** One condition vector. */
export function conditionVector(
  layout: readonly ConditionPart[],
  condition: Condition,
  timing: WindowTiming,
): Float32Array<ArrayBuffer> {
  const vector = new Float32Array(layout.length);
  writeCondition(layout, condition, timing, vector);
  return vector;
}

/**
 * Time from the last of `endsMs` (ascending) that came no later than the last word's start, up to the judged moment;
 * null when there is none. This is how the training data counts the listener's history.
 */
export function sinceLast(endsMs: readonly Ms[], wordStartMs: Ms, momentMs: Ms): Ms | null {
  const end = endsMs.findLast((ms) => ms <= wordStartMs);
  return end === undefined ? null : momentMs - end;
}
