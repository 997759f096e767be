import type { Hz } from '../shared/units';

/** Sound as a decoder gives it, a piece at a time. */
export interface DecodedPiece {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: Hz;
}

/** A piece, and how much of the file is read after it, 0..1. */
export interface PieceOfFile {
  readonly piece: DecodedPiece;
  readonly share: number;
}

/** Where the samples of a WAV file lie and what they are. */
interface WavLayout {
  readonly channels: number;
  readonly rateHz: Hz;
  readonly frameBytes: number;
  readonly read: (view: DataView, at: number) => number;
  readonly start: number;
  readonly end: number;
}

/** Frames read at once, so that a file of hours never exists twice. */
const PIECE_FRAMES = 65_536;

/** Reads a WAV file (8 to 32-bit PCM, 32 and 64-bit float, G.711) in pieces. Throws when it is damaged or of another kind. */
export function* readWav(bytes: Uint8Array): Generator<PieceOfFile> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { channels, rateHz, frameBytes, read, start, end } = layout(view);
  const sampleBytes = frameBytes / channels;
  for (let at = start; at + frameBytes <= end; at += PIECE_FRAMES * frameBytes) {
    const frames = Math.min(PIECE_FRAMES, Math.floor((end - at) / frameBytes));
    const channelData = Array.from({ length: channels }, (_, channel) => {
      const samples = new Float32Array(frames);
      for (let frame = 0; frame < frames; frame++)
        samples[frame] = read(view, at + frame * frameBytes + channel * sampleBytes);
      return samples;
    });
    const share = (at + frames * frameBytes - start) / (end - start);
    yield { piece: { channelData, sampleRate: rateHz }, share };
  }
}

function layout(view: DataView): WavLayout {
  let format: Omit<WavLayout, 'start' | 'end'> | null = null;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const id = view.getUint32(at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (id === chunkId('fmt ')) format = readFormat(view, start, size);
    if (id === chunkId('data')) {
      if (!format) break;
      // Recorders that were cut off leave 0 or the largest number as the size: then the data goes on to the end.
      const end =
        size === 0 || size === 0xffff_ffff ? view.byteLength : Math.min(start + size, view.byteLength);
      return { ...format, start, end };
    }
    // Chunks are padded to an even length.
    at = start + size + (size % 2);
  }
  throw new TypeError('The WAV file has no samples.');
}

function readFormat(view: DataView, at: number, size: number): Omit<WavLayout, 'start' | 'end'> {
  const EXTENSIBLE = 0xfffe;
  const tag = view.getUint16(at, true);
  const codec = tag === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : tag;
  const channels = view.getUint16(at + 2, true);
  const rateHz = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  const read = READERS[`${codec}:${bits}`];
  if (!read || channels === 0) throw new TypeError(`WAV format ${codec} with ${bits} bits is not known.`);
  return { channels, rateHz, frameBytes: (channels * bits) / 8, read };
}

/** How to read one sample, by format tag and bits. */
const READERS: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  '1:8': (view, at) => (view.getUint8(at) - 128) / 128,
  '1:16': (view, at) => view.getInt16(at, true) / 32_768,
  '1:24': (view, at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 8_388_608,
  '1:32': (view, at) => view.getInt32(at, true) / 2_147_483_648,
  '3:32': (view, at) => view.getFloat32(at, true),
  '3:64': (view, at) => view.getFloat64(at, true),
  '6:8': (view, at) => aLaw(view.getUint8(at)),
  '7:8': (view, at) => muLaw(view.getUint8(at)),
};

/** ITU-T G.711, A-law. */
function aLaw(code: number): number {
  const flipped = code ^ 0x55;
  const segment = (flipped >> 4) & 7;
  const mantissa = ((flipped & 15) << 4) + 8;
  const magnitude = segment === 0 ? mantissa : (mantissa + 256) << (segment - 1);
  return ((flipped & 128) === 0 ? -magnitude : magnitude) / 32_768;
}

/** ITU-T G.711, mu-law. */
function muLaw(code: number): number {
  const flipped = ~code & 255;
  const magnitude = ((((flipped & 15) << 3) + 132) << ((flipped >> 4) & 7)) - 132;
  return ((flipped & 128) === 0 ? magnitude : -magnitude) / 32_768;
}

const chunkId = (letters: string): number =>
  [0, 1, 2, 3].reduce((id, index) => id * 256 + letters.charCodeAt(index), 0);
