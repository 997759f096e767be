import { beforeAll, describe, expect, it } from 'vitest';
import { openPack, SMALL_SET, type Pack } from '../../packs';
import { nodeSource } from '../../testing/node/models';
import type { HeardWord } from '../hypothesis';
import type { WordReader } from '../reader';
import { checkHubReader } from './hub-check';

let reference: Pack;
beforeAll(async () => {
  reference = await openPack(nodeSource(), SMALL_SET.recogniser);
});

/** A recogniser that hears these words one after another, each for so long. */
const hears = (text: string, lengthMs = 300): WordReader => ({
  read: () =>
    Promise.resolve({
      draft: [],
      ended: true,
      words: text.split(' ').map((word, index): HeardWord => {
        const startMs = index * lengthMs;
        return {
          text: word,
          from: 0,
          to: 0,
          startMs,
          endMs: startMs + lengthMs,
          logProb: 0,
          leastLogProb: 0,
        };
      }),
    }),
});
const check = (reader: WordReader): Promise<void> =>
  checkHubReader(reader, { name: 'Whisper' }, reference, 'wasm-2');

describe('checkHubReader', () => {
  it.each(['Well, I like the lake.', 'well I like the lake', 'Well I liked the lake'])(
    'takes "%s"',
    async (text) => {
      await expect(check(hears(text))).resolves.toBeUndefined();
    },
  );

  it.each(['Thank you for watching.', 'you', 'the the the the the the the'])(
    'refuses "%s" by name and device',
    async (text) => {
      await expect(check(hears(text))).rejects.toMatchObject({
        code: 'self-check-failed',
        message: 'Whisper does not hear the words of a known recording on this device (wasm-2).',
      });
    },
  );

  it('refuses times behind the end of the sound', async () => {
    await expect(check(hears('Well, I like the lake.', 900))).rejects.toMatchObject({
      code: 'self-check-failed',
      message: expect.stringContaining('wrong times'),
    });
  });
});
