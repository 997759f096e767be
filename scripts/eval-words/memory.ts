import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../../src/shared/units';
import { knownSpeech } from '../../src/testing/node/words';
import { createWordsStage, type WordsModels } from '../../src/words';

export interface MemoryResult {
  readonly minutes: number;
  /** Resident memory in MB at each minute of audio. */
  readonly rss_mb: readonly number[];
  /** Least-squares slope over the minutes after the first, MB a minute. */
  readonly slope_mb_per_minute: number;
}

/** Streams ten minutes of running speech (a sentence over and over) and watches the process's memory. */
export async function measureMemory(models: WordsModels, minutes = 10): Promise<MemoryResult> {
  const { samples } = await knownSpeech('story');
  const stage = createWordsStage(models);
  const rss: number[] = [];
  const total = minutes * 60 * SAMPLE_RATE_HZ;
  for (let at = 0; at < total; at += FRAME_SAMPLES) {
    const from = at % (samples.length - FRAME_SAMPLES);
    await stage.push({ startSample: at, samples: samples.slice(from, from + FRAME_SAMPLES) });
    if (at % (60 * SAMPLE_RATE_HZ) < FRAME_SAMPLES) rss.push(process.memoryUsage().rss / 2 ** 20);
  }
  rss.push(process.memoryUsage().rss / 2 ** 20);
  return {
    minutes,
    rss_mb: rss.map(Math.round),
    slope_mb_per_minute: Math.round(10 * slope(rss.slice(1))) / 10,
  };
}

/** Least-squares slope of values one apart. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const above = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  return above / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
}
