import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeAudioFile, encodeWav, resample } from '../../src/pipeline';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Chromium's fake microphone takes WAV files only; this one is made from the shipped sample before the tests. */
export const MIC_WAV = at('test-results/mic.wav');
/** Some silence first: a person does not speak the moment that the microphone opens. */
const LEAD_S = 1;
const TAIL_S = 4;
const RATE_HZ = 48_000;

/** Playwright's global set-up. */
export default async function makeMicFile(): Promise<void> {
  const { samples } = await decodeAudioFile(readFileSync(at('public/sample/talk.flac')));
  const sound = resample(samples.subarray(0, 16_000 * 20), 16_000, RATE_HZ);
  const talk = new Float32Array(sound.length + (LEAD_S + TAIL_S) * RATE_HZ);
  talk.set(sound, LEAD_S * RATE_HZ);
  mkdirSync(at('test-results'), { recursive: true });
  writeFileSync(MIC_WAV, encodeWav([talk], RATE_HZ));
}
