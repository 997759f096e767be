import type { Hz, Samples } from './units';

/** Bytes before the samples of a WAV file of this kind. */
export const WAV_HEADER_BYTES = 44;

/**
 * A 16-bit PCM WAV file of one or more channels (values in -1..1, others are clipped, NaN is silence). All channels last as
 * long as the longest. The same samples always give the same bytes.
 */
export function encodeWav(channels: readonly Float32Array[], rateHz: Hz): Uint8Array<ArrayBuffer> {
  const frames = Math.max(0, ...channels.map((channel) => channel.length));
  const bytes = new Uint8Array(WAV_HEADER_BYTES + 2 * frames * channels.length);
  bytes.set(wavHeader(frames, channels.length, rateHz));
  const view = new DataView(bytes.buffer);
  channels.forEach((channel, index) => {
    for (let frame = 0; frame < channel.length; frame++) {
      const at = WAV_HEADER_BYTES + 2 * (frame * channels.length + index);
      view.setInt16(at, toPcm16(channel[frame] ?? 0), true);
    }
  });
  return bytes;
}

/** The 44 bytes before `frames` samples of `channels` 16-bit channels. */
export function wavHeader(frames: Samples, channels: number, rateHz: Hz): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(WAV_HEADER_BYTES));
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) view.setUint8(at + i, letters.charCodeAt(i));
  };
  const dataBytes = 2 * frames * channels;
  text(0, 'RIFF');
  view.setUint32(4, WAV_HEADER_BYTES - 8 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  return new Uint8Array(view.buffer);
}

/** A sample in -1..1 as a 16-bit number; `fromPcm16` undoes it exactly. */
export function toPcm16(sample: number): number {
  if (Number.isNaN(sample)) return 0;
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}

/** A 16-bit number as a sample in -1..1. */
export const fromPcm16 = (value: number): number => value / 32_768;
