import { expect, test } from 'vitest';
import { setWords } from './set-words';

test.each([
  ['small', 'Small set'],
  ['loading', 'Small set, until the full one is loaded'],
  ['full', 'Full set on WebGPU, acme 5'],
  ['given-up', 'Small set'],
] as const)('%s', (kind, words) => {
  expect(setWords(kind, 'WebGPU, acme 5')).toBe(words);
});
