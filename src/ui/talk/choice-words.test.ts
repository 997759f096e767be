import { expect, it } from 'vitest';
import { choiceRows, nearestOf } from './choice-words';

const WHY = {
  mood: 'bad news',
  form_probability: 0.042,
  likely_forms: 'oh 0.30, mm 0.20, mhm 0.10',
  energy: 2.31,
  surprisal: 3,
  affect_fit: 0.812,
  nearest: [{ text: 'My grandfather died last week.', similarity: 0.88 }, { text: 7 }, null],
};

it('names the numbers behind a choice, and leaves out what is not known', () => {
  expect(choiceRows(WHY)).toEqual([
    ['Your words sounded like', 'bad news'],
    ['Chance of this form', '4.2 %'],
    ['Likeliest forms', 'oh 0.30, mm 0.20, mhm 0.10'],
    ['How it sounds', 'energy 2.3, surprisal 3.0'],
    ['How well that suits, 0 to 1', '0.81'],
  ]);
  expect(choiceRows({})).toEqual([]);
});

it('names the nearest written utterances, whatever else a record holds', () => {
  expect(nearestOf(WHY)).toEqual([{ text: 'My grandfather died last week.', similarity: 0.88 }]);
  expect(nearestOf({ nearest: 'none' })).toEqual([]);
  expect(nearestOf({})).toEqual([]);
});
