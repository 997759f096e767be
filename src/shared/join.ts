/** Pieces of sound, one after the other. */
export const joinSamples = (pieces: readonly Float32Array[]): Float32Array<ArrayBuffer> =>
  filled(new Float32Array(lengthOf(pieces)), pieces);

/** Pieces of a file, one after the other. */
export const joinBytes = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  filled(new Uint8Array(lengthOf(pieces)), pieces);

const lengthOf = (pieces: readonly ArrayLike<number>[]): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);

function filled<Whole extends Float32Array | Uint8Array>(
  whole: Whole,
  pieces: readonly ArrayLike<number>[],
): Whole {
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
