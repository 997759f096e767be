import { beforeAll, describe, expect, it } from 'vitest';
import { HUB_RECOGNISERS, openPack, SMALL_SET, type HubRecogniser, type Pack } from '../../packs';
import { hubLibrary } from '../../testing/node/hub';
import { nodeSource } from '../../testing/node/models';
import { knownSpeech } from '../../testing/node/words';
import { samplesToMs } from '../../shared/units';
import { checkHubReader } from './hub-check';
import { openHubModel, type Library } from './hub-model';

let library: Library;
let samples: Float32Array;
let reference: Pack;

beforeAll(async () => {
  library = await hubLibrary();
  samples = (await knownSpeech('dinner')).samples.subarray(0, 32_000);
  reference = await openPack(nodeSource(), SMALL_SET.recogniser);
});

const offered = (id: string): HubRecogniser => {
  const recogniser = HUB_RECOGNISERS.find((one) => one.id === id);
  if (!recogniser) throw new RangeError(id);
  return recogniser;
};

describe.each(['moonshine-base', 'whisper-tiny'])('openHubModel, random weights, %s', (id) => {
  it('gives words with probabilities, in order within the sound', async () => {
    const model = await openHubModel(library, offered(id));
    const { words } = await model.read({ samples, heard: samples, draft: [], maxTokens: 12 });
    expect(words.length).toBeGreaterThan(2);
    let lastMs = 0;
    for (const { text, startMs, endMs, logProb, leastLogProb } of words) {
      expect(text).toMatch(/\p{L}/u);
      expect(startMs).toBeGreaterThanOrEqual(lastMs);
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      expect(leastLogProb).toBeLessThanOrEqual(logProb);
      expect(leastLogProb).toBeGreaterThan(-20);
      lastMs = startMs;
    }
    expect(words.at(-1)?.endMs).toBeLessThanOrEqual(samplesToMs(samples.length));
    await model.release();
  });

  it('is refused by name: it does not hear what is said', async () => {
    const model = await openHubModel(library, offered(id));
    await expect(checkHubReader(model, offered(id), reference, 'wasm-1')).rejects.toMatchObject({
      code: 'self-check-failed',
      message: expect.stringMatching(new RegExp(`^${offered(id).name} does not hear .*\\(wasm-1\\)`)),
    });
    await model.release();
  });
});
