import { expect, it } from 'vitest';
import { createTapCutter } from './tap-cutter';
import type { TapPiece } from './tap.protocol';

it('sends what sounds in pieces that follow each other, and no silence', () => {
  const pieces: TapPiece[] = [];
  const cutter = createTapCutter((piece) => pieces.push(piece));
  const sound = new Float32Array(128).fill(0.5);
  const blocks = [null, new Float32Array(128), ...Array.from({ length: 40 }, () => sound), null, sound, null];
  blocks.forEach((block, index) => cutter.push(index * 128, block));
  expect(pieces.map(({ startFrame, samples }) => [startFrame, samples.length])).toEqual([
    [256, 4_096],
    [256 + 4_096, 1_024],
    [43 * 128, 128],
  ]);
  expect(new Set(pieces.flatMap(({ samples }) => [...samples]))).toEqual(new Set([16_384]));
});
