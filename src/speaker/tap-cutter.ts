import type { Samples } from '../shared/units';
import { toPcm16 } from '../shared/wav';
import type { TapPiece } from './tap.protocol';

/** Samples in one piece: 85 ms at 48 kHz. */
const PIECE_SAMPLES = 4096;

/** Collects what sounds into 16-bit pieces and leaves silence out. For the audio thread: allocates one buffer a piece. */
export interface TapCutter {
  /** Takes in a block that starts at `frame`, or null for silence. */
  push(frame: Samples, block: Float32Array | null): void;
}

export function createTapCutter(onPiece: (piece: TapPiece) => void): TapCutter {
  let piece: Int16Array<ArrayBuffer> | null = null;
  let filled = 0;
  let startFrame = 0;
  const send = (): void => {
    if (piece && filled > 0) onPiece({ startFrame, samples: piece.slice(0, filled) });
    filled = 0;
  };
  return {
    push(frame, block) {
      if (!block || isSilent(block)) {
        send();
        return;
      }
      piece ??= new Int16Array(PIECE_SAMPLES);
      for (let i = 0; i < block.length; i++) {
        if (filled === 0) startFrame = frame + i;
        piece[filled++] = toPcm16(block[i] ?? 0);
        if (filled === PIECE_SAMPLES) send();
      }
    },
  };
}

function isSilent(block: Float32Array): boolean {
  for (const sample of block) if (toPcm16(sample) !== 0) return false;
  return true;
}
