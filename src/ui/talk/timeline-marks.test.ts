import { expect, it } from 'vitest';
import type { CaptionWord, Mark } from '../../app/state';
import { placeMarks } from './timeline-marks';

const marked = (index: number, heardMs: number, mark: Partial<Mark>): CaptionWord => ({
  index,
  text: `word${index}`,
  speaker: 'you',
  startMs: heardMs - 500,
  endMs: heardMs - 300,
  heardMs,
  p: null,
  mark: {
    id: `c${index}`,
    action: 'backchannel',
    text: 'mhm',
    delivery: '',
    status: 'waiting',
    startMs: null,
    endMs: null,
    ...mark,
  },
});

it('puts a cue where it was heard, and at its word until it was', () => {
  const window = { startMs: 0, endMs: 10_000 };
  const placed = placeMarks(
    [
      marked(1, 1000, { status: 'played', startMs: 1200, endMs: 1600 }),
      marked(2, 5000, {}),
      marked(3, 11_000, {}),
      { ...marked(4, 2000, {}), mark: null },
    ],
    window,
    900,
  );
  expect(placed.map(({ word, tMs }) => [word, tMs])).toEqual([
    ['word1', 1200],
    ['word2', 5000],
  ]);
  expect(placed[0]?.x).toBeCloseTo(0.12);
  expect(placed[0]?.width).toBeCloseTo(0.04);
  expect(placed[1]?.width).toBe(0);
});

it('leaves out a label that would run into the one before, the more so on a phone', () => {
  const words = [marked(1, 1000, {}), marked(2, 1300, {}), marked(3, 2000, {})];
  const labelled = (widthPx: number): readonly boolean[] =>
    placeMarks(words, { startMs: 0, endMs: 10_000 }, widthPx).map((placed) => placed.labelled);
  expect(labelled(3000)).toEqual([true, true, true]);
  expect(labelled(900)).toEqual([true, false, true]);
  expect(labelled(320)).toEqual([true, false, false]);
});
