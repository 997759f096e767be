import { describe, expect, it } from 'vitest';
import { hearAll, knownSpeech, wordsIn, wordsModels } from '../testing/node/words';
import { pairedWords, percentile } from '../testing/word-measures';
import { plain } from './agreement';
import { createWordsStage } from './stage';

/** The last is longer than a window, so that it is cut on the way. */
const SENTENCES = ['hospital', 'dinner', 'train', 'story'];

describe('word times', () => {
  it('are near the true ones of speech whose times are known', async () => {
    const models = await wordsModels();
    const starts: number[] = [];
    const ends: number[] = [];
    const waits: number[] = [];
    let known = 0;
    for (const name of SENTENCES) {
      const speech = await knownSpeech(name);
      known += speech.words.length;
      const heard = wordsIn(await hearAll(createWordsStage(models), speech.samples));
      for (const [word, { startMs, endMs, heardMs }] of pairedWords(speech.words, heard, plain)) {
        starts.push(Math.abs(startMs - word.startMs));
        ends.push(Math.abs(endMs - word.endMs));
        waits.push(heardMs - word.endMs);
      }
    }
    expect(starts.length).toBeGreaterThan(0.85 * known);
    expect(percentile(starts, 0.5)).toBeLessThan(50);
    expect(percentile(ends, 0.5)).toBeLessThan(50);
    expect(percentile(ends, 0.9)).toBeLessThan(200);
    // How much audio after a word's true end it takes to know it.
    expect(percentile(waits, 0.5)).toBeLessThan(350);
    expect(percentile(waits, 0.95)).toBeLessThan(700);
  });
});
