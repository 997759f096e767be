import { expect, it } from 'vitest';
import { litOf } from './lit';

const clip = (file: string) => ({
  file,
  form: file.slice(0, 1),
  label: file.slice(0, 1),
  delivery: '',
  durationMs: 1,
  rmsDbfs: -20,
});
const ranked = (files: readonly string[]) => files.map((file, at) => ({ file, score: 1 - at / 100 }));
const lit = (files: readonly string[]) => litOf(ranked(files), files.map(clip)).map(({ file }) => file);
const many = (form: string) => Array.from({ length: 8 }, (_, at) => `${form}${at}`);

it('shows several forms, of each the best, in their order', () => {
  expect(lit([...many('a'), ...many('b'), ...many('c'), ...many('d')])).toEqual([
    'a0',
    'a1',
    'a2',
    'b0',
    'b1',
    'b2',
    'c0',
    'c1',
    'c2',
    'd0',
  ]);
});

it('shows more of a form where there are no others', () => {
  expect(lit([...many('a'), 'b0', 'b1'])).toEqual([...many('a'), 'b0', 'b1']);
  expect(lit([...many('a'), ...many('a').map((file) => `${file}x`)])).toHaveLength(10);
  expect(lit(['a0'])).toEqual(['a0']);
});
