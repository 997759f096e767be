import { expect, test } from 'vitest';
import { createLastSound } from './last-sound';

const frame = (from: number, length: number) => ({
  startSample: from,
  samples: Float32Array.from({ length }, (_, index) => from + index),
});

test.each([
  ['nothing yet', 10, [], []],
  ['less than is kept', 10, [3, 4], [0, 1, 2, 3, 4, 5, 6]],
  ['just as much', 6, [3, 3], [0, 1, 2, 3, 4, 5]],
  ['more', 5, [3, 3, 3], [4, 5, 6, 7, 8]],
  ['a frame longer than is kept', 4, [2, 9], [7, 8, 9, 10]],
  ['and another after it', 4, [2, 9, 3], [10, 11, 12, 13]],
] as const)('%s', (_, kept, lengths, wanted) => {
  const sound = createLastSound(kept);
  let from = 0;
  for (const length of lengths) {
    sound.push(frame(from, length));
    from += length;
  }
  expect([...sound.latest()]).toEqual(wanted);
});

test('what was given does not change when more comes', () => {
  const sound = createLastSound(4);
  sound.push(frame(0, 4));
  const latest = sound.latest();
  sound.push(frame(4, 4));
  expect([...latest]).toEqual([0, 1, 2, 3]);
});
