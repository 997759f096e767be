import { describe, expect, it } from 'vitest';
import type { Cue, SpeakerEvent } from '../flow';
import { fileSpeaker } from './file-speaker';

const cue = (id: string, tMs: number, more: Partial<Cue> = {}): Cue => ({
  id,
  action: 'turn_claim',
  tMs,
  budgetMs: 400,
  sound: { samples: new Float32Array(1_600).fill(0.5), rateHz: 16_000 },
  gainDb: 0,
  ...more,
});

function open(rateHz = 16_000) {
  const events: SpeakerEvent[] = [];
  return { events, speaker: fileSpeaker({ rateHz, onEvent: (event) => events.push(event) }) };
}

describe('fileSpeaker', () => {
  it('places a cue at its own time and reports its end when time has come', () => {
    const { events, speaker } = open();
    speaker.play(cue('a', 1000));
    expect(speaker.sounding()).toEqual({ id: 'a', action: 'turn_claim', startMs: 1000, endMs: 1100 });
    speaker.advance(1099);
    expect(events).toEqual([{ kind: 'playing', id: 'a', startMs: 1000 }]);
    speaker.advance(1100);
    expect(events[1]).toEqual({ kind: 'played', id: 'a', startMs: 1000, endMs: 1100, cut: false });
    expect(speaker.sounding()).toBeNull();
  });

  it('obeys the same rules as the live one', () => {
    const { events, speaker } = open();
    speaker.play(cue('a', 0));
    speaker.play(cue('b', 50));
    speaker.advance(2000);
    speaker.play(cue('c', 1500));
    speaker.play(cue('d', 1600));
    expect(events.filter(({ kind }) => kind === 'dropped')).toEqual([
      { kind: 'dropped', id: 'b', tMs: 50, reason: 'the listener is still sounding' },
      { kind: 'dropped', id: 'c', tMs: 2000, reason: 'late' },
    ]);
    expect(events.at(-1)).toEqual({ kind: 'playing', id: 'd', startMs: 2000 });
  });

  it('fades a stopped sound out within 40 ms', () => {
    const { events, speaker } = open();
    speaker.play(cue('a', 0));
    speaker.advance(30);
    speaker.stop();
    speaker.advance(200);
    expect(events[1]).toEqual({ kind: 'played', id: 'a', startMs: 0, endMs: 70, cut: true });
    const track = speaker.render(100);
    const at = (ms: number): number => track[ms * 16] ?? NaN;
    expect([at(20), at(50), at(70), at(90)].map((value) => Math.round(value * 100))).toEqual([50, 25, 0, 0]);
  });

  it('renders silence, ramps and gain, at the rate of the track', () => {
    const { speaker } = open(48_000);
    speaker.play(cue('a', 100, { gainDb: -6.0206 }));
    const track = speaker.render(300);
    expect(track).toHaveLength(14_400);
    expect(track.subarray(0, 4_800).every((value) => value === 0)).toBe(true);
    expect(track[4_800 + 120]).toBeCloseTo(0.125, 1);
    expect(track[4_800 + 2_400]).toBeCloseTo(0.25, 2);
    expect(track.subarray(9_601).every((value) => value === 0)).toBe(true);
    let step = 0;
    for (let i = 1; i < track.length; i++)
      step = Math.max(step, Math.abs((track[i] ?? 0) - (track[i - 1] ?? 0)));
    expect(step).toBeLessThan(0.01);
  });

  it('leaves out what lies beyond the end of the track', () => {
    const { speaker } = open();
    speaker.play(cue('a', 1000));
    expect(speaker.render(1050)).toHaveLength(16_800);
    expect(speaker.render(500).every((value) => value === 0)).toBe(true);
  });

  it('renders the same bytes every time', () => {
    const render = (): Float32Array => {
      const { speaker } = open(24_000);
      speaker.play(cue('a', 333.3));
      return speaker.render(1000);
    };
    expect(render()).toEqual(render());
  });
});
