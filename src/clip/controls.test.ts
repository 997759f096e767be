import { expect, it } from 'vitest';
import { isNear, lackingWords, targetDistance, underControls } from './controls';

const bank = ['mhm', 'yeah', 'yeah', 'wow'].map((form, index) => ({ form, energy: 2 + index }));

it('leaves the allowed forms, and says which the bank lacks', () => {
  expect(underControls(bank, {})).toEqual({ recordings: bank, lacking: [] });
  const some = underControls(bank, { forms: ['yeah', 'cool', 'mhm'] });
  expect(some.recordings.map(({ form }) => form)).toEqual(['mhm', 'yeah', 'yeah']);
  expect(some.lacking).toEqual(['cool']);
  expect(lackingWords({ forms: ['yeah', 'cool', 'mhm'] }, some.lacking)).toBe(
    'The bank has no recording of “cool”.',
  );
});

it('leaves everything where the bank has none of the forms, and says so', () => {
  const controls = { forms: ['cool', 'sure'] };
  const { recordings, lacking } = underControls(bank, controls);
  expect(recordings).toEqual(bank);
  expect(lackingWords(controls, lacking)).toBe(
    'The bank has no recording of “cool” or “sure”, so all of its forms may be said.',
  );
  expect(lackingWords({}, [])).toBeNull();
});

it('measures how far a recording is from the targets by what is rated and asked for', () => {
  expect(targetDistance({ energy: 2, polarity: 5 }, { energy: 5, surprisal: 1 })).toBe(3);
  expect(targetDistance({ energy: 2, polarity: 5 }, { energy: 5, polarity: 1 })).toBe(5);
  expect(targetDistance({}, { energy: 5 })).toBe(0);
  expect([isNear(0.4), isNear(0.6)]).toEqual([true, false]);
});
