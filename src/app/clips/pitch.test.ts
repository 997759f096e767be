import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/random';
import { trackPitch } from './pitch';

const RATE_HZ = 22_050;
/** A harmonic sound gliding from one pitch to another. */
function glide(fromHz: number, toHz: number, seconds: number): Float32Array {
  let phase = 0;
  const length = Math.round(seconds * RATE_HZ);
  return Float32Array.from({ length }, (_, at) => {
    phase += (2 * Math.PI * fromHz * (toHz / fromHz) ** (at / length)) / RATE_HZ;
    return 0.2 * (Math.sin(phase) + 0.6 * Math.sin(2 * phase) + 0.4 * Math.sin(3 * phase));
  });
}

describe('the pitch of a recording', () => {
  it('is followed through a glide of an octave', () => {
    const track = trackPitch({ samples: glide(110, 220, 0.6), rateHz: RATE_HZ });
    expect(track.voicedMs).toBeGreaterThan(550);
    expect(track.hz[10]).toBeCloseTo(110 * 2 ** (0.1 / 0.6), -0.6);
    // Nine tenths of twelve semitones.
    expect(track.rangeSt).toBeGreaterThan(10);
    expect(track.rangeSt).toBeLessThan(11.6);
  });
  it('is none where nothing is voiced, and only where something is', () => {
    const random = seededRandom(1);
    const noise = Float32Array.from({ length: RATE_HZ / 2 }, () => 0.2 * (2 * random() - 1));
    expect(trackPitch({ samples: noise, rateHz: RATE_HZ }).voicedMs).toBeLessThan(40);
    expect(trackPitch({ samples: new Float32Array(RATE_HZ), rateHz: RATE_HZ })).toMatchObject({
      meanHz: null,
      rangeSt: null,
      voicedMs: 0,
    });
    const half = new Float32Array(RATE_HZ);
    half.set(glide(150, 150, 0.5));
    const { voicedMs, meanHz, rangeSt } = trackPitch({ samples: half, rateHz: RATE_HZ });
    expect(voicedMs).toBeGreaterThan(440);
    expect(voicedMs).toBeLessThan(560);
    expect(meanHz).toBeCloseTo(150, 0);
    expect(rangeSt).toBeLessThan(0.2);
  });
});
