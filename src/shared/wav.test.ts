import { expect, it } from 'vitest';
import { encodeWav, fromPcm16, toPcm16, WAV_HEADER_BYTES } from './wav';

const ascii = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

it('writes the header that every player reads', () => {
  const bytes = encodeWav([new Float32Array(3), new Float32Array(2)], 24_000);
  const view = new DataView(bytes.buffer);
  expect([ascii(bytes, 0), ascii(bytes, 8), ascii(bytes, 12), ascii(bytes, 36)]).toEqual([
    'RIFF',
    'WAVE',
    'fmt ',
    'data',
  ]);
  expect(view.getUint32(4, true)).toBe(bytes.length - 8);
  expect(view.getUint16(20, true)).toBe(1);
  expect(view.getUint16(22, true)).toBe(2);
  expect(view.getUint32(24, true)).toBe(24_000);
  expect(view.getUint32(28, true)).toBe(96_000);
  expect(view.getUint16(32, true)).toBe(4);
  expect(view.getUint16(34, true)).toBe(16);
  expect(view.getUint32(40, true)).toBe(3 * 2 * 2);
});

it('interleaves channels and fills the shorter one up', () => {
  const bytes = encodeWav([Float32Array.of(0.5, -0.5), Float32Array.of(1)], 16_000);
  const view = new DataView(bytes.buffer, WAV_HEADER_BYTES);
  expect([0, 2, 4, 6].map((at) => view.getInt16(at, true))).toEqual([16_384, 32_767, -16_384, 0]);
});

it('clips what is too loud and silences what is no number', () => {
  expect([2, -2, 1, -1, Number.NaN, Infinity].map(toPcm16)).toEqual([
    32_767, -32_768, 32_767, -32_768, 0, 32_767,
  ]);
});

it('writes and reads every 16-bit number back', () => {
  const values = Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  expect(values.filter((value) => toPcm16(fromPcm16(value)) !== value)).toEqual([]);
});

it('writes a file without samples', () => {
  expect(encodeWav([], 16_000)).toHaveLength(WAV_HEADER_BYTES);
});
