import type { Condition } from '../flow';
import type { Ms } from '../shared/units';
import type { ConditionPart } from './meta';
import type { WindowTiming } from './window';

/** Raw values by the names that a head's pack may ask for; seconds, counts and 0..1. Unknown history: value and flag 0. */
function rawValues(condition: Condition, timing: WindowTiming): Readonly<Record<string, number>> {
  const { dials, silenceMs, sinceTurnMs, sinceBackchannelMs } = condition;
  return {
    ...timing,
    c_bc: dials.bc,
    c_tc: dials.tc,
    silence: silenceMs / 1000,
    since_turn: (sinceTurnMs ?? 0) / 1000,
    since_turn_known: sinceTurnMs === null ? 0 : 1,
    since_backchannel: (sinceBackchannelMs ?? 0) / 1000,
    since_backchannel_known: sinceBackchannelMs === null ? 0 : 1,
  };
}

/** Writes one condition vector in the pack's order and scaling into `out` from `offset` on. */
export function writeCondition(
  layout: readonly ConditionPart[],
  condition: Condition,
  timing: WindowTiming,
  out: Float32Array,
  offset = 0,
): void {
  const raw = rawValues(condition, timing);
  for (const [index, { name, scale, max }] of layout.entries()) {
    const value = raw[name];
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
