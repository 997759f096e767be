import { expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../shared/units';
import { loudestDb, tone } from '../testing/signals';
import { createFrameCutter } from './frame-cutter';

/** Cuts `input` as the audio thread would get it: in blocks of 128. */
function cut(input: Float32Array, rateHz: number): { starts: number[]; samples: Float32Array } {
  const starts: number[] = [];
  const parts: Float32Array[] = [];
  const cutter = createFrameCutter(
    rateHz,
    128,
    () => new Float32Array(FRAME_SAMPLES),
    (start, samples) => {
      starts.push(start);
      parts.push(samples);
    },
  );
  for (let at = 0; at + 128 <= input.length; at += 128) cutter.push(input.subarray(at, at + 128));
  const samples = new Float32Array(parts.length * FRAME_SAMPLES);
  parts.forEach((part, index) => samples.set(part, index * FRAME_SAMPLES));
  return { starts, samples };
}

it.each([8_000, 16_000, 44_100, 48_000, 96_000])('gives 16 kHz frames without a gap from %i Hz', (rateHz) => {
  const { starts, samples } = cut(tone(300, rateHz, rateHz), rateHz);
  expect(starts).toEqual(starts.map((_, index) => index * FRAME_SAMPLES));
  // One second, less what the filter and the running frame hold back.
  expect(samples.length).toBeGreaterThan(16_000 - 2 * FRAME_SAMPLES);
  const expected = tone(300, 16_000, samples.length);
  const errors = samples.map((sample, index) => Math.abs(sample - (expected[index] ?? 0)));
  expect(Math.max(...errors.subarray(200))).toBeLessThan(1e-3);
});

it('lets no 10 kHz tone through as an alias', () => {
  const { samples } = cut(tone(10_000, 48_000, 48_000), 48_000);
  expect(loudestDb(samples.subarray(2_048, 6_144), 16_000, 0.5)).toBeLessThan(-60);
});

it('gives every frame a buffer of its own', () => {
  const seen = new Set<ArrayBufferLike>();
  const cutter = createFrameCutter(
    16_000,
    128,
    () => new Float32Array(FRAME_SAMPLES),
    (_, samples) => seen.add(samples.buffer),
  );
  for (let block = 0; block < 12; block++) cutter.push(new Float32Array(128));
  expect(seen.size).toBe(3);
});
