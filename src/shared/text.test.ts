import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { normaliseText, normaliseWord } from './text';

interface Golden {
  readonly cases: readonly { readonly text: string; readonly normalised: string }[];
  readonly numbers: readonly (readonly [number, string])[];
}
const golden = JSON.parse(readFileSync(new URL('./text.golden.json', import.meta.url), 'utf8')) as Golden;

test.each(golden.cases)('normalises $text as the Python twin does', ({ text, normalised }) => {
  expect(normaliseText(text)).toBe(normalised);
});

test('says numbers below 10,000, every year among them, as the Python twin does', () => {
  expect(golden.numbers.length).toBeGreaterThan(2000);
  for (const [n, said] of golden.numbers) expect(normaliseText(String(n))).toBe(said);
});

test('what is normalised stays as it is', () => {
  for (const { normalised } of golden.cases) expect(normaliseText(normalised)).toBe(normalised);
});

test('a word of its own', () => {
  expect(normaliseWord('Mm-hmm.')).toBe('um-hum');
  expect(normaliseWord('🙂')).toBe('');
});
