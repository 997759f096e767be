import { expect, test } from 'vitest';
import { checkControls, readControls } from './options';

test('the controls: forms and targets, as they were meant', () => {
  expect(readControls({})).toEqual({});
  expect(readControls({ forms: 'mhm, Yeah,mhm', energy: '3.5', surprisal: '1' })).toEqual({
    forms: ['mhm', 'yeah'],
    energy: 3.5,
    surprisal: 1,
  });
});

test.each([
  [{ forms: '' }, /--forms takes forms/],
  [{ forms: 'mhm,,yeah' }, /--forms takes forms/],
  [{ energy: '0.5' }, /--energy takes a number from 1 to 5/],
  [{ polarity: 'glad' }, /--polarity takes/],
  [{ surprisal: ' ' }, /--surprisal takes/],
] as const)('%j is refused with a sentence', (values, sentence) => {
  expect(() => readControls(values)).toThrow(
    expect.objectContaining({
      code: 'controls-unusable',
      message: expect.stringMatching(sentence) as string,
    }),
  );
});

test('forms that a bank lacks are said; one that has none of them is refused', () => {
  const bank = [{ form: 'yeah' }, { form: 'mhm' }];
  expect(checkControls({ forms: ['mhm'] }, bank)).toBeNull();
  expect(checkControls({ forms: ['mhm', 'wow'] }, bank)).toBe('The bank has no recording of “wow”.');
  expect(() => checkControls({ forms: ['wow'] }, bank)).toThrow('there are mhm, yeah.');
});
