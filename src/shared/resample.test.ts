import { describe, expect, it } from 'vitest';
import { amplitudeAt, loudestDb, tone } from '../testing/signals';
import { createResampler, resample } from './resample';

const RATES_HZ = [8_000, 11_025, 22_050, 44_100, 47_999, 48_000, 96_000, 192_000];
/** Away from both ends, where a tone that begins suddenly is no tone. */
const middle = (samples: Float32Array): Float32Array => samples.subarray(2_000, 6_000);

describe('resample', () => {
  it.each(RATES_HZ)('passes 1 kHz from %i Hz within 0.1 dB, without delay', (rateHz) => {
    const output = resample(tone(1_000, rateHz, rateHz / 2), rateHz);
    const levelDb = 20 * Math.log10(amplitudeAt(middle(output), 1_000, 16_000) / 0.5);
    expect(Math.abs(levelDb)).toBeLessThan(0.1);
    const expected = tone(1_000, 16_000, output.length);
    const error = output.map((sample, index) => Math.abs(sample - (expected[index] ?? 0)));
    expect(Math.max(...middle(error))).toBeLessThan(1e-4);
  });

  it.each(RATES_HZ.filter((rateHz) => rateHz > 22_050))('leaves nothing of 10 kHz from %i Hz', (rateHz) => {
    const output = middle(resample(tone(10_000, rateHz, rateHz / 2), rateHz));
    expect(loudestDb(output, 16_000, 0.5)).toBeLessThan(-80);
  });

  it('passes speech up to 7 kHz and stops at 8.1 kHz', () => {
    const pass = middle(resample(tone(7_000, 48_000, 24_000), 48_000));
    expect(20 * Math.log10(amplitudeAt(pass, 7_000, 16_000) / 0.5)).toBeCloseTo(0, 1);
    expect(loudestDb(middle(resample(tone(8_100, 48_000, 24_000), 48_000)), 16_000, 0.5)).toBeLessThan(-75);
  });

  it('makes no images when it goes up in rate', () => {
    const output = middle(resample(tone(3_000, 8_000, 4_000), 8_000));
    expect(20 * Math.log10(amplitudeAt(output, 5_000, 16_000) / 0.5)).toBeLessThan(-75);
  });

  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [8_000, 16_000],
    [24_000, 48_000],
    [16_000, 16_000],
  ])('gives the same bits however %i Hz to %i Hz is cut', (inHz, outHz) => {
    const input = tone(440, inHz, 10_007);
    const whole = resample(input, inHz, outHz);
    for (const size of [1, 128, 480, 3_333]) {
      const resampler = createResampler(inHz, outHz);
      const output = new Float32Array(whole.length + resampler.maxOutput(size));
      let length = 0;
      for (let at = 0; at < input.length; at += size)
        length += resampler.push(input.subarray(at, at + size), output, length);
      length += resampler.flush(output, length);
      expect(output.subarray(0, length)).toEqual(whole);
    }
  });

  it.each([1, 2, 100, 4_801])('lasts as long as its input (%i samples)', (length) => {
    expect(resample(new Float32Array(length), 48_000)).toHaveLength(Math.ceil(length / 3));
    expect(resample(new Float32Array(length), 8_000)).toHaveLength(length * 2);
  });

  it('keeps its place over ten minutes', () => {
    const resampler = createResampler(44_100);
    const second = new Float32Array(44_100);
    const output = new Float32Array(resampler.maxOutput(second.length));
    for (let i = 0; i < 600; i++) resampler.push(second, output);
    second[0] = 1;
    const count = resampler.push(second, output);
    const highest = output
      .subarray(0, count)
      .reduce((best, value, i, all) => (value > (all[best] ?? 0) ? i : best), 0);
    // What the filter held back of them comes first.
    expect(highest).toBe(heldBack(44_100));
  });
});

/** Samples that a stream of whole seconds still owes. */
function heldBack(rateHz: number): number {
  const resampler = createResampler(rateHz);
  const output = new Float32Array(resampler.maxOutput(rateHz));
  return 16_000 - resampler.push(new Float32Array(rateHz), output);
}
