import { describe, expect, it } from 'vitest';
import { checkDials, DEFAULT_DIALS, PRESETS, rateAt } from './dials';
import { META } from './fixtures';

describe('rateAt', () => {
  it('goes in straight lines between the measured settings and stays level beyond them', () => {
    const { perMinute, low, high } = rateAt(META, 'bc', 0.3);
    expect(perMinute).toBeCloseTo(3);
    expect(low).toBeCloseTo(2);
    expect(high).toBeCloseTo(4);
    expect(rateAt(META, 'bc', 0.05)).toEqual(rateAt(META, 'bc', 0.1));
    expect(rateAt(META, 'tc', 0)).toEqual(rateAt(META, 'tc', 0.1));
    expect(rateAt(META, 'tc', 1)).toEqual({ perMinute: 4, low: 3.6, high: 4.4 });
  });
});

it('promises no backchannels at all at the zero setting', () => {
  expect(rateAt(META, 'bc', 0)).toEqual({ perMinute: 0, low: 0, high: 0 });
});

describe('checkDials', () => {
  it('lets the defaults, the presets and both ends pass', () => {
    for (const dials of [DEFAULT_DIALS, ...PRESETS.map((preset) => preset.dials), { bc: 0, tc: 1 }])
      expect(checkDials(dials)).toEqual(dials);
  });

  it.each([
    [{ bc: 1.01, tc: 0 }, 'The backchannel dial (bc) is 1.01.'],
    [{ bc: 0.5, tc: -0.1 }, 'The turn claim dial (tc) is -0.1.'],
    [{ bc: Number.NaN, tc: 0 }, 'The backchannel dial (bc) is not a number.'],
    [{ bc: 0, tc: Number.POSITIVE_INFINITY }, 'The turn claim dial (tc) is Infinity.'],
  ])('%o is refused in a plain sentence', (dials, message) => {
    expect(() => checkDials(dials)).toThrow(expect.objectContaining({ code: 'dial-out-of-range', message }));
  });
});
