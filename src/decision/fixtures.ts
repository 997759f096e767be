import type { HeadMeta, Policy } from './meta';

/** A policy with round numbers, for tests. */
export const POLICY: Policy = {
  refractory_backchannel_ms: 2000,
  refractory_turn_ms: 3000,
  late_budget_ms: 400,
  claim_silence_at_zero_ms: 700,
  claim_after_backchannel_ms: 1000,
  phrase_final_silence_ms: 200,
  mid_phrase_odds: 1.5,
  rejudge_every_ms: 100,
  rejudge_until_ms: 2000,
  thresholds: {
    backchannel: {
      bc: [0, 0.5, 1],
      tc: [0, 1],
      p: [
        [0.8, 0.8],
        [0.5, 0.5],
        [0.2, 0.2],
      ],
    },
    turn_claim: {
      bc: [0.5, 1],
      tc: [0, 1],
      p: [
        [0.9, 0.3],
        [0.8, 0.2],
      ],
    },
  },
};

const QUANTILES = Array.from({ length: 101 }, (_, index) => index / 1000);
const rates = (top: number) => ({
  dial: [0.1, 0.5, 0.9],
  corpus: [0.2 * top, 0.6 * top, top],
  simulated: [0.1 * top, 0.5 * top, top],
  low: [0, 0.4 * top, 0.9 * top],
  high: [0.2 * top, 0.6 * top, 1.1 * top],
});

/** A head's description with round numbers, for tests: a raw ratio of r is the dial setting 10 r (`c_bc`) or r (`c_tc`). */
export const META: HeadMeta = {
  condition: [
    { name: 'c_bc', scale: 'identity' },
    { name: 'c_tc', scale: 'identity' },
    { name: 'silence', scale: 'log1p_s' },
  ],
  policy: {
    ...POLICY,
    late_thresholds: {
      backchannel: { bc: [0], tc: [0], p: [[0.4]] },
      turn_claim: { bc: [0], tc: [0], p: [[0.6]] },
    },
  },
  dials: {
    c_bc: { quantiles: QUANTILES, rate_per_min: rates(8), late_rate_per_min: rates(10) },
    c_tc: {
      quantiles: QUANTILES.map((ratio) => ratio * 10),
      rate_per_min: rates(3),
      late_rate_per_min: rates(4),
    },
  },
};
