import { describe, expect, it } from 'vitest';
import type { ClipControls, Turn } from '../flow';
import { rankRecordings, type Rankable } from './rank';

const vector = (...first: number[]): number[] => [
  ...first,
  ...Array.from({ length: 20 - first.length }, () => 0),
];
const context = { vector: vector(1, 0, 0), forms: {} };
const you = (text: string): readonly Turn[] => [{ speaker: 'you', text }];

it('puts the best fit first and keeps the order of equals', () => {
  const bank = ['a', 'b', 'c', 'd'].map((file, index) => ({
    file,
    vector: [vector(0, 1), vector(0.5, 0.5), vector(2, 0), vector(0, 1)][index] ?? [],
  }));
  const ranked = rankRecordings(bank, context);
  expect(ranked.map(({ recording }) => recording.file)).toEqual(['c', 'b', 'a', 'd']);
  expect(ranked[0]?.score).toBeCloseTo(1, 12);
});

it('puts recordings of another space last', () => {
  const ranked = rankRecordings(
    [{ file: 'x', vector: [1, 2] }, { file: 'y' }, { vector: vector(-0.5) }],
    context,
  );
  expect(ranked.map(({ score }) => Math.round(score))).toEqual([-1, -1, -1]);
  expect(rankRecordings([{ vector: vector() }], context)[0]?.score).toBe(0);
});

it('compares whole vectors in the full space, where no part stands for forms', () => {
  const bank = [{ vector: vector(1) }, { vector: [...vector(1).slice(0, 19), 2] }];
  const full = { vector: [...vector(1).slice(0, 19), 1], forms: {}, space: 'full' } as const;
  const scores = (place: Parameters<typeof rankRecordings>[1]): readonly number[] =>
    rankRecordings(bank, place).map(({ score }) => Number(score.toFixed(3)));
  expect(scores(full)).toEqual([0.949, 0.707]);
  expect(scores({ ...full, space: 'small' })).toEqual([1, 1]);
});

describe('a recording whose form is known', () => {
  const forms = { mhm: 0.2, oh: 0.5, wow: 0.3 };
  const order = (recordings: readonly Rankable[], text: string, controls: ClipControls = {}): unknown[] =>
    rankRecordings(recordings, { ...context, forms }, { turns: you(text), controls }).map(
      ({ recording }) => recording.file,
    );

  it('goes by it and not by how it sounds', () => {
    const recordings = [
      { file: 'a', form: 'mhm', vector: vector(1) },
      { file: 'b', form: 'oh', vector: vector(0, 1) },
      // As fitting as a form can be, by ear.
      { file: 'c', form: 'other', vector: vector(1) },
    ];
    expect(order(recordings, 'so it was')).toEqual(['c', 'b', 'a']);
    expect(order([{ file: 'x', form: 'constructor' }, ...recordings], 'so').at(-1)).toBe('x');
  });

  it('is put in order within its form by mood and delivery', () => {
    const rated = (file: string, delivery: string, energy: number) => ({
      file,
      form: 'oh',
      delivery,
      energy,
      polarity: 3,
      surprisal: 3,
    });
    const ohs = [rated('lively', 'lively', 4), rated('soft', 'soft', 2), rated('plain', 'falling', 3)];
    expect(order(ohs, 'my dog died')).toEqual(['soft', 'plain', 'lively']);
    expect(order(ohs, 'and we won the prize!')[0]).toBe('lively');
  });

  it('is not first when it would hurt and another fits about as well', () => {
    const both = [
      { file: 'wow', form: 'wow' },
      { file: 'oh', form: 'oh' },
    ];
    const close = { vector: [], forms: { wow: 0.36, oh: 0.34, mhm: 0.1, yeah: 0.05 } };
    const first = (text: string) => rankRecordings(both, close, { turns: you(text) })[0]?.recording.file;
    expect(first('and then my dog died')).toBe('oh');
    expect(first('and then we left')).toBe('wow');
    // By ear as by name: the first form here is wow, the second oh.
    const heard = { vector: vector(0.72, 0.7), forms: { wow: 0.36, oh: 0.34 } };
    const unnamed = [
      { file: 'one', vector: vector(1) },
      { file: 'two', vector: vector(0, 1) },
    ];
    const best = (text: string) => rankRecordings(unnamed, heard, { turns: you(text) })[0]?.recording.file;
    expect([best('and then my dog died'), best('and then we left')]).toEqual(['two', 'one']);
  });

  it('gives way to what a designer asks for', () => {
    const recordings = [
      { file: 'oh', form: 'oh', energy: 4 },
      { file: 'mhm', form: 'mhm', energy: 2 },
    ];
    expect(order(recordings, 'so it was')).toEqual(['oh', 'mhm']);
    expect(order(recordings, 'so it was', { energy: 1 })).toEqual(['mhm', 'oh']);
  });
});

it('ranks a thousand recordings in under 2 ms', () => {
  const names = ['mhm', 'oh', 'yeah', 'other'];
  const bank = Array.from({ length: 1000 }, (_, n) => ({
    form: names[n % 4] ?? '',
    delivery: 'falling',
    energy: 2 + (n % 7) / 3,
    polarity: 3,
    surprisal: 2 + (n % 5) / 3,
    vector: Array.from({ length: 117 }, (_, k) => Math.sin(n * 7 + k)),
  }));
  const wide = {
    vector: Array.from({ length: 117 }, (_, k) => Math.cos(k)),
    forms: { mhm: 0.4, oh: 0.3, yeah: 0.3 },
  };
  const options = { turns: you('and then we won the game') };
  for (let warm = 0; warm < 20; warm++) rankRecordings(bank, wide, options);
  const times = Array.from({ length: 41 }, () => {
    const from = performance.now();
    rankRecordings(bank, wide, options);
    return performance.now() - from;
  });
  expect(times.toSorted((one, other) => one - other)[20]).toBeLessThan(2);
});
