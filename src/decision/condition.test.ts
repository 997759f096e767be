import { describe, expect, it } from 'vitest';
import type { Condition } from '../flow';
import { conditionVector, sinceLast } from './condition';
import type { ConditionPart } from './meta';
import type { WindowTiming } from './window';

const TIMING: WindowTiming = {
  last_word: 0.3,
  gap_before_last_word: 5,
  window_words: 1,
  window_length: 0.3,
  voiced_share: 0.06,
  run_length: 0.3,
  run_words: 1,
  last_word_letters: 4,
};
const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 250,
  sinceTurnMs: null,
  sinceBackchannelMs: 3000,
};
const part = (name: string, scale: ConditionPart['scale'], max?: number): ConditionPart =>
  max === undefined ? { name, scale } : { name, scale, max };

describe('conditionVector', () => {
  it('follows the order, scaling and limits of the pack', () => {
    const layout = [
      part('silence', 'log1p_s'),
      part('c_tc', 'identity'),
      part('c_bc', 'identity'),
      part('last_word_letters', 'log1p_count', 3),
      part('since_backchannel', 'log1p_s', 120),
      part('since_backchannel_known', 'flag'),
    ];
    const wanted = [Math.log1p(0.25), 0.2, 0.5, Math.log1p(3), Math.log1p(3), 1].map(Math.fround);
    expect([...conditionVector(layout, CONDITION, TIMING)]).toEqual(wanted);
  });

  it('writes value and flag 0 for an unknown history, which is not the same as a history of 0 ms', () => {
    const layout = [part('since_turn', 'log1p_s'), part('since_turn_known', 'flag')];
    expect([...conditionVector(layout, CONDITION, TIMING)]).toEqual([0, 0]);
    expect([...conditionVector(layout, { ...CONDITION, sinceTurnMs: 0 }, TIMING)]).toEqual([0, 1]);
  });

  it('refuses a pack that asks for what is not known here', () => {
    expect(() => conditionVector([part('mood', 'identity')], CONDITION, TIMING)).toThrow('mood');
  });
});

describe('sinceLast', () => {
  it('counts what ended before the word began, up to the judged moment', () => {
    expect(sinceLast([], 1000, 1500)).toBeNull();
    expect(sinceLast([1001], 1000, 1500)).toBeNull();
    expect(sinceLast([200, 1000, 1001], 1000, 1500)).toBe(500);
  });
});
