import { describe, expect, it } from 'vitest';
import { loadClipBank } from './bank';
import { entriesOf, formProbabilities } from './form-fit';

const BANK = {
  forms: ['mhm', 'yeah'],
  recordings: [
    {
      file: 'mhm-soft-1.flac',
      form: 'mhm',
      delivery: 'soft',
      duration_ms: 320,
      rms_db: -24.5,
      recognised: null,
    },
  ],
};
const FIT = {
  vocabulary: ['we', '$we'],
  weights: [
    [1, 0],
    [0, 2],
  ],
  bias: [0, 0],
  forms: ['mhm', 'yeah'],
  window_words: 12,
};
const load = (bank: unknown, fit: unknown) =>
  loadClipBank(
    {
      id: 'clips@1',
      json: (path) => Promise.resolve(path === 'bank.json' ? bank : fit),
      bytes: (path) => Promise.resolve(new TextEncoder().encode(path)),
    },
    (bytes) => Promise.resolve({ samples: new Float32Array(bytes.length), rateHz: 24_000 }),
  );

describe('loadClipBank', () => {
  it('reads recordings and table, and decodes on demand', async () => {
    const bank = await load(BANK, FIT);
    const [recording] = bank.recordings;
    expect(recording).toEqual({
      file: 'mhm-soft-1.flac',
      form: 'mhm',
      delivery: 'soft',
      durationMs: 320,
      rmsDbfs: -24.5,
    });
    if (recording) expect((await bank.sound(recording)).samples).toHaveLength('mhm-soft-1.flac'.length);
    expect(bank.fit.weights.get('$we')).toEqual([0, 2]);
  });

  it.each([
    [{ ...BANK, recordings: [] }, FIT, 'bank.json'],
    [{ ...BANK, recordings: [{ file: 'a' }] }, FIT, 'bank.json'],
    [null, FIT, 'bank.json'],
    [BANK, { ...FIT, bias: [0] }, 'form-fit.json'],
    [BANK, { ...FIT, weights: [[1, 0]] }, 'form-fit.json'],
    [BANK, { ...FIT, weights: [[1], [2]] }, 'form-fit.json'],
  ])('refuses what does not fit together', async (bank, fit, file) => {
    await expect(load(bank, fit)).rejects.toMatchObject({
      code: 'pack-malformed',
      message: expect.stringContaining(file) as string,
    });
  });
});

describe('form fit', () => {
  it('looks at the last words, the very last, short turns and questions', () => {
    expect([...entriesOf([], 12)]).toEqual(['#short']);
    expect([...entriesOf(['do', 'we'], 12)]).toEqual(['do', 'we', '$we', '#short', '#question']);
    expect([...entriesOf(['can', 'a', 'b', 'c', 'd', 'e', 'f'], 12)]).toEqual([
      'can',
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      '$f',
    ]);
    expect([...entriesOf(['x', 'a', 'b', 'a'], 3)]).toEqual(['a', 'b', '$a', '#short']);
  });

  it('gives probabilities that sum to one', async () => {
    const { fit } = await load(BANK, FIT);
    const forms = formProbabilities(fit, ['so', 'we', 'we']);
    expect(forms.get('yeah')).toBeCloseTo(Math.exp(2) / (Math.exp(2) + Math.exp(1)), 12);
    expect([...forms.values()].reduce((one, other) => one + other)).toBeCloseTo(1, 12);
  });
});
