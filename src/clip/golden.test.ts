import { beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { openPack, SMALL_SET, type Pack } from '../packs';
import { seededRandom } from '../shared/random';
import { nodeSource } from '../testing/node/models';
import { loadClipBank, type ClipBank } from './bank';
import { chooseClip, CLIP_START, type ClipState } from './choose';
import { formProbabilities } from './form-fit';

/* The small set's bank against the reference that fitted it; a missing file fails. */

const golden = v.object({
  golden: v.pipe(v.array(v.object({ words: v.array(v.string()), p: v.array(v.number()) })), v.minLength(5)),
});

let pack: Pack;
let bank: ClipBank;

beforeAll(async () => {
  pack = await openPack(nodeSource(), SMALL_SET.clips);
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

describe('the fit of the forms', () => {
  it('gives the probabilities of its twin', async () => {
    for (const { words, p } of v.parse(golden, await pack.json('form-fit.json')).golden) {
      const got = formProbabilities(bank.fit, words);
      expect([...got.keys()]).toEqual(bank.fit.forms);
      for (const [index, value] of [...got.values()].entries())
        expect(value).toBeCloseTo(p[index] ?? Number.NaN, 5);
    }
  });

  it('prefers other forms after good news than after bad news, and stays varied', () => {
    const session = (text: string): string[] => {
      const random = seededRandom(1);
      let state: ClipState = CLIP_START;
      return Array.from({ length: 60 }, (_, moment) => {
        const turns = [{ speaker: 'you', text }] as const;
        const [next, choice] = chooseClip(bank, state, { tMs: moment * 3000, turns, words: [], random });
        state = next;
        return choice.recording.form;
      });
    };
    const good = session('and in the end we won the whole thing!');
    const bad = session('and then my mother died last year.');
    expect(new Set(good).size).toBeGreaterThan(5);
    expect(good).not.toEqual(bad);
  });
});
