import { expect, it } from 'vitest';
import { outputLatencyS, type LatencySource } from './latency';

const source = (part: Partial<LatencySource>): LatencySource => ({
  currentTime: 10,
  getOutputTimestamp: () => ({}),
  ...part,
});
/** The sample at 9.9 s came out when `performance.now()` was 5,000. */
const getOutputTimestamp = (): AudioTimestamp => ({ contextTime: 9.9, performanceTime: 5_000 });

it("takes the browser's own estimate first", () => {
  expect(outputLatencyS(source({ outputLatency: 0.03, baseLatency: 0.01, getOutputTimestamp }), 5_020)).toBe(
    0.03,
  );
});

it('else works it out from what comes out now', () => {
  expect(outputLatencyS(source({ baseLatency: 0.01, getOutputTimestamp }), 5_020)).toBeCloseTo(0.08);
});

it('else takes the length of the buffer', () => {
  expect(outputLatencyS(source({ baseLatency: 0.01 }), 0)).toBe(0.01);
  expect(outputLatencyS(source({}), 0)).toBe(0);
});

it.each([0, -1, 20, Number.NaN, Infinity])('does not believe %f s', (outputLatency) => {
  expect(outputLatencyS(source({ outputLatency, baseLatency: 0.01 }), 0)).toBe(0.01);
});

it('does not believe a timestamp from before the context ran', () => {
  const zero = (): AudioTimestamp => ({ contextTime: 0, performanceTime: 0 });
  expect(outputLatencyS(source({ getOutputTimestamp: zero, baseLatency: 0.01 }), 5_000)).toBe(0.01);
});
