import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../shared/units';
import { tone } from '../testing/signals';
import { createLevelMeter, matchGainDb, type LevelMeter } from './loudness';

describe('matchGainDb', () => {
  it('puts a reply just below the voice of the person, a backchannel a little more', () => {
    const levels = { clipRmsDbfs: -20, speechRmsDbfs: -26 };
    expect(matchGainDb({ ...levels, action: 'turn_claim' })).toBe(-7);
    expect(matchGainDb({ ...levels, action: 'backchannel' })).toBe(-10);
  });

  it('stays within bounds for very quiet and very loud microphones', () => {
    const gains = [-80, -50, -40, -30, -20, -10, 0].map((speechRmsDbfs) =>
      matchGainDb({ clipRmsDbfs: -22, speechRmsDbfs, action: 'backchannel' }),
    );
    expect(gains).toEqual([-12, -12, -12, -12, -2, 4, 4]);
    expect(matchGainDb({ clipRmsDbfs: -60, speechRmsDbfs: -20, action: 'turn_claim' })).toBe(12);
  });

  it('assumes a usual level until the person was heard', () => {
    expect(matchGainDb({ clipRmsDbfs: -24, speechRmsDbfs: null, action: 'turn_claim' })).toBe(-1);
  });
});

describe('createLevelMeter', () => {
  /** Feeds `seconds` of a tone of this RMS level, starting at `fromMs`; gives where it ended. */
  function feed(meter: LevelMeter, fromMs: number, seconds: number, levelDbfs: number): number {
    const amplitude = Math.SQRT2 * 10 ** (levelDbfs / 20);
    const frames = Math.round((seconds * 16_000) / FRAME_SAMPLES);
    for (let frame = 0; frame < frames; frame++)
      meter.push({
        startSample: fromMs * 16 + frame * FRAME_SAMPLES,
        samples: tone(500, 16_000, FRAME_SAMPLES, amplitude),
      });
    return fromMs + (frames * FRAME_SAMPLES) / 16;
  }

  it('measures voice only, though the news of it come late', () => {
    const meter = createLevelMeter();
    let ms = feed(meter, 0, 2, -60);
    const startMs = ms;
    ms = feed(meter, ms, 0.5, -25);
    meter.voice(true, startMs);
    ms = feed(meter, ms, 2.5, -25);
    const endMs = ms;
    ms = feed(meter, ms, 0.6, -45);
    meter.voice(false, endMs);
    feed(meter, ms, 3, -45);
    expect(meter.levelDbfs()).toBeCloseTo(-25, 0);
  });

  it('says nothing before half a second of voice', () => {
    const meter = createLevelMeter();
    meter.voice(true, 0);
    feed(meter, 0, 1.4, -25);
    expect(meter.levelDbfs()).toBeNull();
    feed(meter, 1408, 0.3, -25);
    expect(meter.levelDbfs()).toBeCloseTo(-25, 0);
  });

  it('hardly counts the pauses inside speech', () => {
    const meter = createLevelMeter();
    meter.voice(true, 0);
    let ms = 0;
    for (let turn = 0; turn < 20; turn++) {
      ms = feed(meter, ms, 0.32, -24);
      ms = feed(meter, ms, 0.16, -60);
    }
    feed(meter, ms, 1.5, -24);
    expect(Math.abs((meter.levelDbfs() ?? 0) + 24)).toBeLessThan(0.6);
  });

  it('follows a change smoothly, and comes down again after a bang', () => {
    const meter = createLevelMeter();
    meter.voice(true, 0);
    let ms = feed(meter, 0, 0.1, -3);
    ms = feed(meter, ms, 6, -35);
    const early = meter.levelDbfs() ?? 0;
    feed(meter, ms, 60, -35);
    expect(early).toBeLessThan(-5);
    expect(meter.levelDbfs()).toBeCloseTo(-35, 0);
  });
});
