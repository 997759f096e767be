import { describe, expect, it } from 'vitest';
import { loadClipBank } from './bank';

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
const load = (bank: unknown) =>
  loadClipBank(
    {
      id: 'clips@1',
      json: () => Promise.resolve(bank),
      bytes: (path) => Promise.resolve(new TextEncoder().encode(path)),
    },
    (bytes) => Promise.resolve({ samples: new Float32Array(bytes.length), rateHz: 24_000 }),
  );

describe('loadClipBank', () => {
  it('reads recordings and decodes them on demand', async () => {
    const bank = await load(BANK);
    const [recording] = bank.recordings;
    expect(recording).toEqual({
      file: 'mhm-soft-1.flac',
      form: 'mhm',
      delivery: 'soft',
      durationMs: 320,
      rmsDbfs: -24.5,
    });
    if (recording) expect((await bank.sound(recording)).samples).toHaveLength('mhm-soft-1.flac'.length);
  });

  it.each([
    { ...BANK, recordings: [] },
    { ...BANK, recordings: [{ file: 'a' }] },
    { ...BANK, forms: [] },
    null,
  ])('refuses what is no bank: %j', async (bank) => {
    await expect(load(bank)).rejects.toMatchObject({
      code: 'pack-malformed',
      message: expect.stringContaining('bank.json') as string,
    });
  });
});
