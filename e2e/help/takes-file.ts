import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '../../src/pipeline';
import { seededRandom } from '../../src/shared/random';
import { voice } from './clips';

/** Chromium's fake microphone for the guided recorder: short words in a quiet room, over and over. */
export const TAKES_WAV = fileURLToPath(new URL('../../test-results/takes.wav', import.meta.url));
const RATE_HZ = 16_000;
/** A word every so often; the file is played again from its start when it ends. */
const EVERY_S = 1.6;
const WORDS_HZ = [130, 180, 150, 220, 165, 200];

export function makeTakesFile(): void {
  const random = seededRandom(2);
  const samples = Float32Array.from(
    { length: Math.round(EVERY_S * WORDS_HZ.length * RATE_HZ) },
    () => 0.0006 * (2 * random() - 1),
  );
  WORDS_HZ.forEach((hz, at) =>
    voice(hz, 0.35 + 0.05 * (at % 3)).forEach((value, index) => {
      const place = Math.round((at * EVERY_S + 0.6) * RATE_HZ) + index;
      samples[place] = (samples[place] ?? 0) + value;
    }),
  );
  mkdirSync(dirname(TAKES_WAV), { recursive: true });
  writeFileSync(TAKES_WAV, encodeWav([samples], RATE_HZ));
}
