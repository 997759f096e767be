import { expect, it } from 'vitest';
import { tone } from '../testing/signals';
import { dbToGain, gainToDb, peak, rmsDbfs, SILENCE_DBFS } from './audio-level';

it('measures levels in dB of full scale', () => {
  expect(rmsDbfs(tone(100, 16_000, 16_000, 1))).toBeCloseTo(-3.01, 2);
  expect(rmsDbfs(new Float32Array(10).fill(1))).toBe(0);
  expect(rmsDbfs(new Float32Array(10))).toBe(SILENCE_DBFS);
  expect(rmsDbfs(new Float32Array(0))).toBe(SILENCE_DBFS);
  expect(peak(Float32Array.of(0.2, -0.7, 0.1))).toBeCloseTo(0.7);
});

it('goes between decibels and factors', () => {
  expect(dbToGain(-6.0206)).toBeCloseTo(0.5, 4);
  expect(gainToDb(dbToGain(-23))).toBeCloseTo(-23);
});
