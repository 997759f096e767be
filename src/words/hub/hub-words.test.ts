import { describe, expect, it } from 'vitest';
import { hubWords, spread, type HubHypothesis } from './hub-words';

/** Two seconds of sound, loud where `loud` says so. */
const sound = (loud: (atMs: number) => boolean): Float32Array =>
  Float32Array.from({ length: 32_000 }, (_, n) => (loud(n / 16) ? 0.3 : 0.001) * Math.sin(n));
const everywhere = sound(() => true);

/** A hypothesis of these pieces; ids count from 0. */
const of = (
  pieces: readonly string[],
  atMs: readonly (number | null)[] = [],
  endMs: number | null = null,
): HubHypothesis => ({
  tokens: pieces.map((piece, id) => ({ id, piece, logProb: -0.1 * (id + 1), atMs: atMs[id] ?? null })),
  endMs,
  ended: true,
});
const read = (pieces: readonly string[], atMs?: readonly number[], endMs?: number, samples = everywhere) => {
  const textOf = (ids: readonly number[]): string =>
    ids.map((id) => pieces[id]?.replaceAll(/[\u2581\u0120]/g, ' ') ?? '').join('');
  return hubWords(of(pieces, atMs, endMs), textOf, samples);
};

describe('hubWords', () => {
  it('joins pieces into words, with the punctuation behind them', () => {
    const words = read(['\u0120Well', ',', '\u0120lo', 'vely', '\u0120day', '.']);
    expect(words.map(({ text }) => text)).toEqual(['Well,', 'lovely', 'day.']);
    expect(read(['\u2581so', '\u2581we']).map(({ text }) => text)).toEqual(['so', 'we']);
  });

  it('is as sure of a word as of its letters', () => {
    const [, word] = read(['\u0120a', '\u0120lo', 'vely', '.']);
    expect(word?.logProb).toBeCloseTo(-0.25);
    expect(word?.leastLogProb).toBeCloseTo(-0.3);
  });

  it('leaves out sounds that are described in brackets', () => {
    expect(read(['\u0120[', 'BLANK', '_AUDIO', ']'])).toEqual([]);
    const words = read(['\u0120yes', '\u0120(', 'door', '\u0120slams', ')', '\u0120no']);
    expect(words.map(({ text }) => text)).toEqual(['yes', 'no']);
  });

  it('takes the times that the model tells, without the silence around the words', () => {
    const samples = sound((ms) => (ms >= 200 && ms < 600) || (ms >= 1000 && ms < 1400));
    const words = read(['\u0120one', '\u0120two'], [80, 800], 1900, samples);
    expect(words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [200, 600],
      [1000, 1400],
    ]);
  });

  it('keeps times within the sound, and in order, whatever the model tells', () => {
    for (const { startMs, endMs } of read(['\u0120a', '\u0120b', '\u0120c'], [0, 5000, 4000], 9000)) {
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      expect(endMs).toBeLessThanOrEqual(2000);
    }
  });

  it('shares out the voiced stretches by the words’ lengths where the model tells no times', () => {
    const samples = sound((ms) => (ms >= 400 && ms < 800) || (ms >= 1200 && ms < 1600));
    const [first, second] = read(['\u0120four', '\u0120five'], undefined, undefined, samples);
    expect(first?.startMs).toBeCloseTo(400, -1);
    expect(second?.endMs).toBeCloseTo(1600, -1);
    expect(second?.startMs).toBeGreaterThanOrEqual(792);
  });
});

describe('spread', () => {
  it('gives nothing for nothing, and silence no time', () => {
    expect(spread([], new Float32Array(10), -30, 1280)).toEqual([]);
    expect(spread([3], new Float32Array(0), -30, 0)).toEqual([{ startMs: 0, endMs: 0 }]);
  });

  it('lets no word begin before the last one ended', () => {
    const times = spread([3, 5, 1, 1, 9], new Float32Array(50).fill(-10), -30, 6400);
    expect(times[0]?.startMs).toBe(0);
    expect(times.at(-1)?.endMs).toBe(400);
    for (const [at, { startMs }] of times.entries())
      expect(startMs).toBeGreaterThanOrEqual(times[at - 1]?.endMs ?? 0);
  });
});
