import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeWav, WAV_HEADER_BYTES, wavHeader } from '../shared/wav';
import { amplitudeAt, loudestDb, tone } from '../testing/signals';
import { decodeAudioFile } from './decode';
import { PIECE_BYTES } from './formats';

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../testing/fixtures/audio/${name}`, import.meta.url));

/** A WAV file of any format, its data as it is. */
function wavFile(format: { tag: number; bits: number; rateHz?: number }, data: Uint8Array): Uint8Array {
  const { tag, bits, rateHz = 16_000 } = format;
  const bytes = new Uint8Array(WAV_HEADER_BYTES + data.length);
  bytes.set(wavHeader(0, 1, rateHz));
  bytes.set(data, WAV_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(20, tag, true);
  view.setUint16(34, bits, true);
  view.setUint32(40, data.length, true);
  return bytes;
}

/** The frames of a FLAC file `times` over, padded so that the end of the first piece falls into a frame's header. */
function longFlac(file: Uint8Array, times: number): Uint8Array {
  const byte = (at: number): number => file[at] ?? 0;
  let at = 4;
  for (let last = false; !last;) {
    last = byte(at) >= 128;
    at += 4 + byte(at + 1) * 65_536 + byte(at + 2) * 256 + byte(at + 3);
  }
  const frames = file.subarray(at);
  const STREAM_INFO_END = 42;
  const start = PIECE_BYTES - 2 - frames.length;
  const padding = start - STREAM_INFO_END - 4;
  const long = new Uint8Array(start + times * frames.length);
  long.set(file.subarray(0, STREAM_INFO_END));
  // Not the last block of metadata, and of unknown length.
  long[4] = 0;
  long[21] = byte(21) & 0xf0;
  long.fill(0, 22, 26);
  long.set([0x81, padding >> 16, (padding >> 8) & 255, padding & 255], STREAM_INFO_END);
  for (let copy = 0; copy < times; copy++) long.set(frames, start + copy * frames.length);
  return long;
}

describe('decodeAudioFile', () => {
  it.each([
    ['tone.flac', 0.002],
    ['tone.mp3', 0.03],
    ['tone.ogg', 0.03],
    ['tone.opus', 0.05],
  ])('reads %s', async (name, tolerance) => {
    const { samples, durationMs, sourceRateHz, notes } = await decodeAudioFile(fixture(name));
    expect(sourceRateHz).toBe(48_000);
    expect(Math.abs(durationMs - 400)).toBeLessThan(30);
    expect(Math.abs(amplitudeAt(samples.subarray(1_000, 5_000), 500, 16_000) - 0.5)).toBeLessThan(tolerance);
    expect(notes).toEqual([]);
  });

  it('loses nothing of a FLAC file that is read in several pieces', async () => {
    const times = 40;
    const file = longFlac(fixture('tone.flac'), times);
    const { samples } = await decodeAudioFile(file);
    expect(file.length).toBeGreaterThan(3 * PIECE_BYTES);
    expect(samples).toHaveLength(times * 6_400);
  });

  it.each([8_000, 22_050, 44_100, 96_000])('brings %i Hz to 16 kHz', async (rateHz) => {
    const file = encodeWav([tone(1_000, rateHz, rateHz * 3)], rateHz);
    const decoded = await decodeAudioFile(file);
    expect(decoded).toMatchObject({ durationMs: 3_000, sourceRateHz: rateHz, channels: 1, notes: [] });
    expect(amplitudeAt(decoded.samples.subarray(2_000, 10_000), 1_000, 16_000)).toBeCloseTo(0.5, 2);
  });

  it('lets nothing through that 16 kHz cannot hold', async () => {
    const { samples } = await decodeAudioFile(encodeWav([tone(10_000, 48_000, 24_000)], 48_000));
    expect(loudestDb(samples.subarray(2_000, 6_000), 16_000, 0.5)).toBeLessThan(-60);
  });

  it('mixes channels down, or takes one', async () => {
    const file = encodeWav([tone(500, 16_000, 16_000), tone(2_000, 16_000, 16_000)], 16_000);
    const mixed = await decodeAudioFile(file);
    expect(mixed.channels).toBe(2);
    expect(amplitudeAt(mixed.samples, 500, 16_000)).toBeCloseTo(0.25, 2);
    expect(amplitudeAt(mixed.samples, 2_000, 16_000)).toBeCloseTo(0.25, 2);
    const right = await decodeAudioFile(file, { channel: 1 });
    expect(amplitudeAt(right.samples, 500, 16_000)).toBeCloseTo(0, 3);
    expect(amplitudeAt(right.samples, 2_000, 16_000)).toBeCloseTo(0.5, 2);
    await expect(decodeAudioFile(file, { channel: 2 })).rejects.toMatchObject({ code: 'no-such-channel' });
  });

  it('gives the same samples for an ArrayBuffer and for a part of a larger one', async () => {
    const file = encodeWav([tone(500, 16_000, 2_000)], 16_000);
    const within = new Uint8Array(file.length + 3);
    within.set(file, 3);
    const whole = await decodeAudioFile(file.buffer);
    expect((await decodeAudioFile(within.subarray(3))).samples).toEqual(whole.samples);
  });

  it('reads silence, and says that it is', async () => {
    const { samples, notes } = await decodeAudioFile(encodeWav([new Float32Array(1_600)], 16_000));
    expect(samples.every((sample) => sample === 0)).toBe(true);
    expect(notes).toEqual(['The recording is silent.']);
  });

  it('says that a recording is clipped', async () => {
    const loud = tone(200, 16_000, 16_000, 3).map((sample) => Math.max(-1, Math.min(1, sample)));
    const { notes } = await decodeAudioFile(encodeWav([loud], 16_000));
    expect(notes.join()).toContain('clipped');
    expect((await decodeAudioFile(encodeWav([tone(200, 16_000, 16_000, 0.99)], 16_000))).notes).toEqual([]);
  });

  it('takes samples that are no numbers as silence', async () => {
    const values = Float32Array.of(0.25, Number.NaN, Infinity, -Infinity, 7, 0.5);
    const file = wavFile({ tag: 3, bits: 32 }, new Uint8Array(values.buffer));
    const { samples, notes } = await decodeAudioFile(file);
    expect([...samples]).toEqual([0.25, 0, 0, 0, 1, 0.5]);
    expect(notes.join()).toContain('3 samples are not numbers');
  });

  it.each([
    ['8-bit', { tag: 1, bits: 8 }, [128, 192, 0], [0, 0.5, -1]],
    ['24-bit', { tag: 1, bits: 24 }, [0, 0, 64, 0, 0, 128], [0.5, -1]],
    ['mu-law', { tag: 7, bits: 8 }, [255, 128, 0], [0, 32_124 / 32_768, -32_124 / 32_768]],
    ['A-law', { tag: 6, bits: 8 }, [0xd5, 0xaa, 0x2a], [8 / 32_768, 32_256 / 32_768, -32_256 / 32_768]],
  ])('reads %s WAV', async (_name, format, data, expected) => {
    const { samples } = await decodeAudioFile(wavFile(format, Uint8Array.from(data)));
    expect([...samples]).toEqual(expected.map((value) => Math.fround(value)));
  });

  it('passes over chunks of odd length, and reads to the end when the size is missing', async () => {
    const plain = encodeWav([Float32Array.of(0.5, -0.5)], 16_000);
    const odd = new Uint8Array(plain.length + 12);
    odd.set(plain.subarray(0, 36));
    odd.set([0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0], 36);
    odd.set(plain.subarray(36), 48);
    new DataView(odd.buffer).setUint32(52, 0xffff_ffff, true);
    expect([...(await decodeAudioFile(odd)).samples]).toEqual([0.5, -0.5]);
  });
});

describe('a file that cannot be used', () => {
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['an empty file', new Uint8Array(0), 'empty-audio'],
    ['a WAV file without samples', encodeWav([new Float32Array(0)], 16_000), 'empty-audio'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'not-audio'],
    ['a text', new TextEncoder().encode('Call me Ishmael.'), 'not-audio'],
    ['a UTF-16 text', Uint8Array.of(0xff, 0xfe, 0x43, 0x00, 0x61, 0x00), 'not-audio'],
    ['a WAV header and nothing else', wavHeader(10, 1, 16_000).subarray(0, 20), 'not-audio'],
    ['an unknown WAV format', wavFile({ tag: 0x55, bits: 16 }, new Uint8Array(8)), 'not-audio'],
    ['an impossible rate', wavFile({ tag: 1, bits: 16, rateHz: 1 }, new Uint8Array(8)), 'bad-rate'],
    ['a FLAC header and nothing else', fixture('tone.flac').subarray(0, 50), 'not-audio'],
    ['an Ogg header and nothing else', fixture('tone.ogg').subarray(0, 60), 'not-audio'],
  ];

  it.each(cases)('%s', async (_name, bytes, code) => {
    await expect(decodeAudioFile(bytes)).rejects.toMatchObject({ name: 'PlainError', code });
  });

  it.each(['tone.flac', 'tone.mp3'])('uses what is left of a truncated %s', async (name) => {
    const whole = fixture(name);
    const { durationMs } = await decodeAudioFile(whole.subarray(0, Math.floor(whole.length * 0.7)));
    expect(durationMs).toBeGreaterThan(20);
    expect(durationMs).toBeLessThan(400);
  });
});

it('reads two hours, mostly silent, into one copy of the result', async () => {
  const length = 2 * 3_600 * 16_000;
  const data = new Uint8Array(length).fill(128);
  data.fill(192, 1_000_000, 1_000_100);
  const { samples, durationMs } = await decodeAudioFile(wavFile({ tag: 1, bits: 8 }, data));
  expect(durationMs).toBe(7_200_000);
  expect([samples[999_999], samples[1_000_000], samples[1_000_100]]).toEqual([0, 0.5, 0]);
  expect(samples.buffer.byteLength).toBeLessThan(1.1 * 4 * length);
});
