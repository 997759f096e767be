import { describe, expect, it } from 'vitest';
import { PlainError } from '../../shared/plain-error';
import { seededRandom } from '../../shared/random';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, samplesToMs } from '../../shared/units';
import { tone } from '../../testing/signals';
import { createTakeCutter, judgeTake } from './takes';
import type { TakeEvent } from './takes';

/** A room with things said in it: [start s, length s, amplitude]. */
function room(seconds: number, noise: number, said: readonly (readonly [number, number, number])[]) {
  const random = seededRandom(5);
  const samples = Float32Array.from({ length: seconds * SAMPLE_RATE_HZ }, () => noise * (2 * random() - 1));
  for (const [startS, lengthS, amplitude] of said)
    tone(180, SAMPLE_RATE_HZ, Math.round(lengthS * SAMPLE_RATE_HZ), amplitude).forEach((value, index) => {
      const at = Math.round(startS * SAMPLE_RATE_HZ) + index;
      samples[at] = (samples[at] ?? 0) + value;
    });
  return samples;
}
function takes(samples: Float32Array): (TakeEvent & { kind: 'take' })[] {
  const cutter = createTakeCutter();
  const found: (TakeEvent & { kind: 'take' })[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const event = cutter.push({ startSample: at, samples: samples.slice(at, at + FRAME_SAMPLES) });
    if (event.kind === 'take') found.push(event);
  }
  return found;
}
const verdict = (take: (TakeEvent & { kind: 'take' }) | undefined): string => {
  try {
    if (!take) return 'none';
    return `${Math.round(judgeTake(take.samples, take.backgroundDbfs).durationMs / 100)}`;
  } catch (error) {
    return error instanceof PlainError ? error.code : String(error);
  }
};

describe('the take cutter', () => {
  it('finds each thing said, with its beginning', () => {
    const found = takes(
      room(7, 0.001, [
        [1, 0.4, 0.3],
        [3, 0.8, 0.2],
        [5.5, 0.3, 0.3],
      ]),
    );
    expect(found).toHaveLength(3);
    expect(found.map(verdict)).toEqual(['6', '9', '5']);
  });
  it('takes no door, no hum and no breath for a voice', () =>
    expect(
      takes(
        room(4, 0.001, [
          [2, 0.02, 0.4],
          [0, 4, 0.003],
        ]),
      ).map(verdict),
    ).toEqual([]));
  it('goes on working in a loud room, and says that it is loud', () => {
    const found = takes(room(4, 0.08, [[2, 0.5, 0.3]]));
    expect(found.map(verdict)).toEqual(['take-noisy']);
  });
  it('stops somebody who goes on', () => {
    const [first] = takes(room(8, 0.001, [[1, 6, 0.3]]));
    expect(samplesToMs(first?.samples.length ?? 0)).toBeLessThan(4_100);
    expect(verdict(first)).toBe('take-long');
  });
  it('asks for more voice, and for less', () => {
    expect(takes(room(4, 0.0001, [[1.5, 0.5, 0.006]])).map(verdict)).toEqual(['take-quiet']);
    const loud = room(4, 0.001, [[1.5, 0.5, 4]]).map((value) => Math.max(-1, Math.min(1, value)));
    expect(takes(loud).map(verdict)).toEqual(['take-clipped']);
  });
});
