import { expect, test } from 'vitest';
import type { Word } from '../flow';
import { wordsFileEvents } from './words-file';

const word = (startMs: number, endMs: number, heardMs = endMs, speaker: Word['speaker'] = 'you'): Word => ({
  text: 'word',
  startMs,
  endMs,
  heardMs,
  speaker,
});

test('tells voice activity, words when they are heard, and time in between, in order', () => {
  const batches = [...wordsFileEvents([word(1000, 1300), word(1300, 1500, 1900), word(4000, 4200)])];
  const times = batches
    .map((batch) => batch.at(-1))
    .map((event) => (event && 'heardMs' in event ? event.heardMs : NaN));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  const events = batches.flat().filter(({ kind }) => kind !== 'progress');
  expect(events.map((event) => (event.kind === 'voice' ? [event.speaking, event.atMs] : 'word'))).toEqual([
    [true, 1000],
    'word',
    [false, 1500],
    'word',
    [true, 4000],
    // Known together at the word's end: the voice's end stands first.
    [false, 4200],
    'word',
  ]);
});

test('leaves time for an answer after the last word', () => {
  const last = [...wordsFileEvents([word(0, 500)])].at(-1)?.at(-1);
  expect(last).toEqual({ kind: 'progress', heardMs: 3500 });
});

test('the listener’s words are context: they make no voice activity', () => {
  const events = [...wordsFileEvents([word(0, 500, 500, 'listener')])].flat();
  expect(events.some(({ kind }) => kind === 'voice')).toBe(false);
});
