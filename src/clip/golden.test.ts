import { beforeAll, describe, expect, it } from 'vitest';
import { openPack, SMALL_SET } from '../packs';
import { nodeSource } from '../testing/node/models';
import { loadClipBank, type ClipBank } from './bank';

/* The small set's bank against what every bank must have; a missing file fails. */

let bank: ClipBank;

beforeAll(async () => {
  const pack = await openPack(nodeSource(), SMALL_SET.clips);
  bank = await loadClipBank(pack, (bytes) =>
    Promise.resolve({ samples: new Float32Array(bytes.length), rateHz: 24_000 }),
  );
});

describe('the bank', () => {
  it('has the 18 forms, each in at least four deliveries', () => {
    expect(bank.forms).toHaveLength(18);
    for (const form of bank.forms) {
      const own = bank.recordings.filter((recording) => recording.form === form);
      expect(new Set(own.map(({ delivery }) => delivery)).size, form).toBeGreaterThanOrEqual(4);
    }
    expect(new Set(bank.recordings.map(({ file }) => file)).size).toBe(bank.recordings.length);
  });

  it('is rated: every recording lies in the space and sounds like something', () => {
    for (const { file, vector, energy, polarity, surprisal, voicedMs } of bank.recordings) {
      expect(Math.hypot(...(vector ?? [])), file).toBeCloseTo(1, 2);
      for (const value of [energy, polarity, surprisal]) {
        expect(value, file).toBeGreaterThanOrEqual(1);
        expect(value, file).toBeLessThanOrEqual(5);
      }
      expect(voicedMs, file).toBeGreaterThan(50);
    }
    const spread = bank.recordings.map(({ surprisal = 3 }) => surprisal);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(2);
  });

  it('has every recording, whole', async () => {
    await expect(bank.fetchAll()).resolves.toBeUndefined();
  });
});
