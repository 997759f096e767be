import { readWav, type DecodedPiece } from './wav-reader';

/** The kinds of audio file that can stand in for the microphone. */
export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus';

/** Encoded bytes given to a decoder at once. */
const PIECE_BYTES = 65_536;

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
  // An ID3 tag, or the 11 set bits of a frame's start, a layer and a bit rate that exist.
  const [first = 0, second = 0, third = 0] = bytes;
  const frame = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 && third >> 4 !== 15;
  return text(0, 3) === 'ID3' || frame ? 'mp3' : null;
}

function oggFormat(packet: string): AudioFormat | null {
  if (packet === 'OpusHead') return 'opus';
  if (packet.startsWith('\x01vorbis')) return 'vorbis';
  return packet.startsWith('\x7fFLAC') ? 'flac' : null;
}

/** Decodes a file piece by piece. A decoder is loaded only when its kind of file is opened. Throws what the decoder throws. */
export async function* decodePieces(
  bytes: Uint8Array,
  format: AudioFormat,
): AsyncGenerator<{ piece: DecodedPiece; bytesRead: number }> {
  if (format === 'wav') {
    for (const piece of readWav(bytes)) yield { piece, bytesRead: 0 };
    return;
  }
  const decoder = await openDecoder(format);
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = decoder.decode(bytes.subarray(at, at + PIECE_BYTES));
      yield { piece, bytesRead: Math.min(bytes.length, at + PIECE_BYTES) };
    }
    if (decoder.flush) yield { piece: decoder.flush(), bytesRead: bytes.length };
  } finally {
    decoder.free();
  }
}

async function openDecoder(format: Exclude<AudioFormat, 'wav'>): Promise<Decoder> {
  switch (format) {
    case 'flac':
      return (await import('@audio/decode-flac')).decoder();
    case 'mp3':
      return (await import('@audio/decode-mp3')).decoder();
    case 'vorbis':
      return (await import('@audio/decode-vorbis')).decoder();
    case 'opus':
      return (await import('@audio/decode-opus')).decoder();
  }
}
