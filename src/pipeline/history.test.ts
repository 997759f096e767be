import { expect, test } from 'vitest';
import type { Word } from '../flow';
import { addToTurns, conditionAt, heardListener, NO_HISTORY } from './history';

const DIALS = { bc: 0.5, tc: 0.2 };
const word: Word = { text: 'well', startMs: 5000, endMs: 5300, heardMs: 5600, speaker: 'you' };

test('what never happened is unknown', () => {
  expect(conditionAt(word, 0, DIALS, NO_HISTORY)).toEqual({
    dials: DIALS,
    silenceMs: 0,
    sinceTurnMs: null,
    sinceBackchannelMs: null,
  });
});

test('history counts only what ended before the word began, up to the judged moment', () => {
  let history = heardListener(NO_HISTORY, 'backchannel', 3000);
  history = heardListener(history, 'backchannel', 5100);
  history = heardListener(history, 'turn', 1000);
  expect(conditionAt(word, 200, DIALS, history)).toMatchObject({
    sinceBackchannelMs: 2500,
    sinceTurnMs: 4500,
  });
});

test('words of one party make one turn until the other takes one', () => {
  let turns = addToTurns([], 'you', 'I went');
  turns = addToTurns(turns, 'you', 'home.');
  turns = addToTurns(turns, 'listener', 'And then?');
  turns = addToTurns(turns, 'you', 'Nothing.');
  expect(turns).toEqual([
    { speaker: 'you', text: 'I went home.' },
    { speaker: 'listener', text: 'And then?' },
    { speaker: 'you', text: 'Nothing.' },
  ]);
});
