import { describe, expect, it } from 'vitest';
import { PlainError } from '../../shared/plain-error';
import { seededRandom } from '../../shared/random';
import { tone } from '../../testing/signals';
import { prepareRecording, raised } from './prepare';

const RATE_HZ = 22_050;
/** Noise of a level, with a tone of a length somewhere in it. */
function recording(parts: { silenceS: number; voiceS: number; noise: number; voice?: number }) {
  const random = seededRandom(3);
  const length = Math.round((2 * parts.silenceS + parts.voiceS) * RATE_HZ);
  const samples = Float32Array.from({ length }, () => parts.noise * (2 * random() - 1));
  const voice = tone(200, RATE_HZ, Math.round(parts.voiceS * RATE_HZ), parts.voice ?? 0.3);
  const start = Math.round(parts.silenceS * RATE_HZ);
  voice.forEach((value, index) => {
    samples[start + index] = (samples[start + index] ?? 0) + value;
  });
  return { samples, rateHz: RATE_HZ };
}
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof PlainError) return `${error.code}: ${error.message}`;
  }
  return 'taken';
};

describe('a recording', () => {
  it('is cut to its voice, with a little around it, and measured', () => {
    const made = prepareRecording('a.wav', recording({ silenceS: 0.8, voiceS: 0.5, noise: 0.001 }));
    expect(made.durationMs).toBeGreaterThan(560);
    expect(made.durationMs).toBeLessThan(680);
    // A sine of amplitude 0.3: 20 log10(0.3 / sqrt 2).
    expect(made.rmsDbfs).toBeCloseTo(-13.5, 0);
    expect(made.notes).toEqual([]);
    expect(Math.abs(made.sound.samples[0] ?? 1)).toBeLessThan(0.001);
  });
  it('that is tight already stays as long as it is', () => {
    const made = prepareRecording('a.wav', recording({ silenceS: 0, voiceS: 0.4, noise: 0 }));
    expect(made.durationMs).toBeCloseTo(400, 0);
  });
  it('with a loud background or with clipping is taken, and said to be so', () => {
    expect(prepareRecording('a.wav', recording({ silenceS: 0.8, voiceS: 0.5, noise: 0.12 })).notes).toEqual([
      'noisy',
    ]);
    const clipped = recording({ silenceS: 0.3, voiceS: 0.5, noise: 0, voice: 3 });
    clipped.samples.forEach((value, index) => {
      clipped.samples[index] = Math.max(-1, Math.min(1, value));
    });
    expect(prepareRecording('a.wav', clipped).notes).toEqual(['clipped']);
  });
  it.each([
    ['silent', recording({ silenceS: 1, voiceS: 0, noise: 0 }), /^recording-silent: a.wav is silent/],
    ['nothing', { samples: new Float32Array(0), rateHz: RATE_HZ }, /^recording-silent/],
    ['a hiss', recording({ silenceS: 1, voiceS: 0, noise: 0.0001 }), /^recording-silent/],
    ['ten minutes long', { samples: new Float32Array(600 * RATE_HZ), rateHz: RATE_HZ }, /^recording-long/],
    [
      'nine seconds of voice',
      recording({ silenceS: 1, voiceS: 9, noise: 0 }),
      /^recording-long: a.wav has 9 s/,
    ],
  ])('that is %s is refused by name', (_, sound, sentence) =>
    expect(code(() => prepareRecording('a.wav', sound))).toMatch(sentence),
  );
  it('that is soft is raised to be heard, as far as its peaks allow', () => {
    const soft = prepareRecording('a.wav', recording({ silenceS: 0.3, voiceS: 0.5, noise: 0, voice: 0.006 }));
    expect(soft.rmsDbfs).toBeCloseTo(-47.4, 0);
    expect(raised(soft).rmsDbfs).toBeCloseTo(-26, 5);
    expect(Math.max(...raised(soft).sound.samples)).toBeCloseTo(0.006 * 10 ** ((47.4 - 26) / 20), 2);
    const spiky = recording({ silenceS: 0.3, voiceS: 0.5, noise: 0, voice: 0.006 });
    spiky.samples[9_000] = 0.5;
    expect(Math.max(...raised(prepareRecording('a.wav', spiky)).sound.samples)).toBeCloseTo(
      10 ** (-3 / 20),
      3,
    );
    const loud = prepareRecording('a.wav', recording({ silenceS: 0.3, voiceS: 0.5, noise: 0 }));
    expect(raised(loud)).toBe(loud);
  });
  it('that is a click is refused', () => {
    const samples = new Float32Array(900);
    samples.fill(0.5, 400, 440);
    expect(code(() => prepareRecording('a.wav', { samples, rateHz: RATE_HZ }))).toMatch(/^recording-short/);
  });
});
