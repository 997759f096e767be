import { expect, it } from 'vitest';
import { controlsWords, leftWords } from './clip-words';
import { grouped } from './form-groups';

it('says what is asked for in a few words', () => {
  expect(controlsWords({})).toBe('');
  expect(controlsWords({ forms: ['mhm', 'yeah'], energy: 2 })).toBe('mhm, yeah, energy 2.0');
  expect(controlsWords({ forms: ['a', 'b', 'c', 'd'] })).toBe('4 forms');
});

it('says what is left', () => {
  const sayable = { forms: [], total: 3, recordings: ['a', 'b', 'c'], near: null, lacking: null };
  expect(leftWords(sayable)).toBe('All 3 recordings may be said.');
  expect(leftWords({ ...sayable, recordings: ['a', 'b'], near: 1 })).toBe(
    '2 of 3 recordings may be said. 1 of them sounds much like that, most of all: a; b.',
  );
  expect(leftWords({ ...sayable, near: 0 })).toContain('None of them sounds quite like that');
});

it('groups the forms, with those that nobody knows at the end', () => {
  const items = ['aye', 'wow', 'mhm', 'exactly'].map((form) => ({ form }));
  expect(grouped(items).map(({ name, items: of }) => [name, of.map(({ form }) => form)])).toEqual([
    ['Go on', ['mhm']],
    ['I agree', ['exactly']],
    ['What news', ['wow']],
    ['Others', ['aye']],
  ]);
});
