import { describe, expect, it } from 'vitest';
import { DEFAULT_DIALS } from './dials';
import { META } from './fixtures';
import { dialOf, estimateMirror, type MirrorHistory, type Span } from './mirror';

const minute = 60_000;
const span = (startMs: number, endMs: number): Span => ({ startMs, endMs });
/** `count` spans of `lengthMs` each, one every `everyMs`, from `fromMs` on. */
const spans = (count: number, lengthMs: number, everyMs: number, fromMs = 0): Span[] =>
  Array.from({ length: count }, (_, index) =>
    span(fromMs + index * everyMs, fromMs + index * everyMs + lengthMs),
  );

/** Ten seconds of the listener, then ten of the partner, for `minutes`; `hums`: the partner's mhms (500 ms) a listener's turn. */
function shared(minutes: number, hums: number): MirrorHistory {
  const rounds = minutes * 3;
  return {
    nowMs: minutes * minute,
    turns: spans(rounds, 10_000, 20_000),
    speech: spans(rounds, 10_000, 20_000, 10_000),
    backchannels: Array.from({ length: hums }, (_, hum) =>
      spans(rounds, 500, 20_000, 1000 + hum * 1000),
    ).flat(),
  };
}

describe('estimateMirror', () => {
  it('is the default while the listener has said nothing', () => {
    const monologue = { nowMs: 5 * minute, turns: [], speech: [span(0, 5 * minute)], backchannels: [] };
    expect(estimateMirror(META, monologue)).toEqual({ ...DEFAULT_DIALS, weight: 0 });
  });

  it('moves towards what the partner does, the more the longer it is seen, without a jump', () => {
    let last = estimateMirror(META, shared(1, 3));
    for (const minutes of [2, 3, 5, 8, 13, 21]) {
      const next = estimateMirror(META, shared(minutes, 3));
      expect(next.weight).toBeGreaterThan(last.weight);
      expect(next.bc).toBeGreaterThan(last.bc);
      expect(next.bc - last.bc).toBeLessThan(0.15);
      last = next;
    }
    expect(last.weight).toBeLessThan(1);
  });

  it('tells one who nods along from one who keeps quiet', () => {
    const nodding = estimateMirror(META, shared(10, 3));
    const quiet = estimateMirror(META, shared(10, 0));
    expect(nodding.bc).toBeGreaterThan(DEFAULT_DIALS.bc);
    expect(quiet.bc).toBeLessThan(DEFAULT_DIALS.bc);
    expect(quiet.bc).toBeGreaterThanOrEqual(0.1);
  });

  it('reads the frame ratio through the quantile table', () => {
    // 1.5 s of mhms in 10 s of listening, halved: .075, the setting .75; five minutes of evidence weigh 5/5.5
    const { bc, weight } = estimateMirror(META, shared(10, 3));
    expect(weight).toBeCloseTo(5 / 5.5);
    expect(bc).toBeCloseTo(0.5 + (5 / 5.5) * 0.25);
  });

  it('does not take a long story for pushiness', () => {
    const story: MirrorHistory = {
      nowMs: 10 * minute,
      turns: spans(10, 3000, minute),
      speech: spans(10, 55_000, minute, 4000),
      backchannels: [],
    };
    expect(estimateMirror(META, story).tc).toBeLessThan(DEFAULT_DIALS.tc + 0.05);
  });

  it('stays within its bounds whatever happens', () => {
    const wild: MirrorHistory = {
      nowMs: 60 * minute,
      turns: spans(100, 36_000, 36_000),
      speech: spans(100, 36_000, 36_000),
      backchannels: [...spans(100, 36_000, 36_000), span(5, 1)],
    };
    const { bc, tc } = estimateMirror(META, wild);
    expect(bc).toBeGreaterThan(0.8);
    expect(bc).toBeLessThanOrEqual(0.9);
    expect(tc).toBeGreaterThan(0.6);
    expect(tc).toBeLessThanOrEqual(0.8);
  });

  it('counts only backchannels that answer the listener', () => {
    const answering = shared(10, 3);
    const elsewhere = { ...answering, backchannels: spans(90, 500, 20_000, 15_000) };
    expect(estimateMirror(META, elsewhere).bc).toBeLessThan(DEFAULT_DIALS.bc);
  });
});

describe('dialOf', () => {
  it('is the middle of a flat part of the table', () => {
    expect(dialOf(0, [0, 0, 0, 1, 2])).toBeCloseTo(0.25);
    expect(dialOf(1.5, [0, 0, 0, 1, 2])).toBeCloseTo(0.875);
    expect(dialOf(5, [0, 0, 0, 1, 2])).toBe(1);
    expect(dialOf(-1, [0, 0, 0, 1, 2])).toBe(0);
  });
});
