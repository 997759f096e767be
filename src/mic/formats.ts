import { readWav, type DecodedPiece, type PieceOfFile } from './wav-reader';

/** The kinds of audio file that can stand in for the microphone. */
export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus';

/** Encoded bytes given to a decoder at once. */
export const PIECE_BYTES = 65_536;

/** What the decoder packages have in common; `flush` gives what the last bytes held back. */
interface Decoder {
  decode(bytes: Uint8Array): DecodedPiece;
  flush?(): DecodedPiece;
  free(): void;
}

/** The kind of a file by its first bytes; null for anything else. */
export function audioFormat(bytes: Uint8Array): AudioFormat | null {
  const text = (at: number, length: number): string =>
    String.fromCharCode(...bytes.subarray(at, at + length));
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WAVE') return 'wav';
  if (text(0, 4) === 'fLaC') return 'flac';
  if (text(0, 4) === 'OggS') return oggFormat(text(28, 8));
  return text(0, 3) === 'ID3' || isMpegFrame(bytes) ? 'mp3' : null;
}

/** The start of an MPEG audio frame of layer II or III, with a version, bit rate and sample rate that exist. */
function isMpegFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  const bitRate = third >> 4;
  const synchronised = first === 0xff && second >> 5 === 7;
  const known = version !== 1 && (layer === 1 || layer === 2) && bitRate > 0 && bitRate < 15;
  return synchronised && known && ((third >> 2) & 3) !== 3;
}

function oggFormat(packet: string): AudioFormat | null {
  if (packet === 'OpusHead') return 'opus';
  if (packet.startsWith('\x01vorbis')) return 'vorbis';
  return packet.startsWith('\x7fFLAC') ? 'flac' : null;
}

/** Decodes a file piece by piece. A decoder is loaded only when its kind of file is opened. Throws what the decoder throws. */
export async function* decodePieces(bytes: Uint8Array, format: AudioFormat): AsyncGenerator<PieceOfFile> {
  if (format === 'wav') {
    yield* readWav(bytes);
    return;
  }
  const decoder = await DECODERS[format]();
  try {
    for (let at = 0; at < bytes.length;) {
      const end = format === 'flac' ? flacCut(bytes, at + PIECE_BYTES) : at + PIECE_BYTES;
      const piece = decoder.decode(bytes.subarray(at, end));
      yield { piece, share: Math.min(1, end / bytes.length) };
      at = end;
    }
    if (decoder.flush) yield { piece: decoder.flush(), share: 1 };
  } finally {
    decoder.free();
  }
}

/**
 * Where a FLAC file may be cut: the decoder loses a frame whose header is split between two pieces. Gives the first place
 * from `from` on that looks like a header's start and has no other such place so near before it that it could lie within one.
 */
function flacCut(bytes: Uint8Array, from: number): number {
  const LONGEST_HEADER = 16;
  let clear = 0;
  for (let at = from - LONGEST_HEADER; at + 1 < bytes.length; at++, clear++) {
    if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) continue;
    if (at >= from && clear >= LONGEST_HEADER) return at;
    clear = 0;
  }
  return bytes.length;
}

/** How to get the decoder of each kind of file. */
const DECODERS: Readonly<Record<Exclude<AudioFormat, 'wav'>, () => Promise<Decoder>>> = {
  flac: async () => (await import('@audio/decode-flac')).decoder(),
  mp3: async () => (await import('@audio/decode-mp3')).decoder(),
  vorbis: async () => (await import('@audio/decode-vorbis')).decoder(),
  opus: async () => (await import('@audio/decode-opus')).decoder(),
};
