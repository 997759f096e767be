import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../flow';
import { createScope } from '../shared/scope';
import { fakeCapture } from '../testing/fake-mics';
import { tone } from '../testing/signals';
import { frames, playFile } from './file-player';

describe('frames', () => {
  it('gives every sample once, in order, and fills the last frame up', () => {
    const samples = tone(300, 16_000, 1_300);
    const all = [...frames(samples)];
    expect(all.map(({ startSample }) => startSample)).toEqual([0, 512, 1024]);
    const joined = all.flatMap((frame) => [...frame.samples]);
    expect(joined.slice(0, 1_300)).toEqual([...samples]);
    expect(joined.slice(1_300)).toEqual(Array.from({ length: 236 }, () => 0));
  });

  it('gives nothing for nothing', () => {
    expect([...frames(new Float32Array(0))]).toEqual([]);
  });

  it('gives buffers of their own, so that they can be transferred', () => {
    const samples = new Float32Array(1_024);
    for (const frame of frames(samples)) expect(frame.samples.buffer).not.toBe(samples.buffer);
  });
});

describe('playFile', () => {
  /** A file of `length` samples played on a clock that began at 10 s. */
  async function play(length: number, monitor: boolean) {
    const scope = createScope();
    const capture = fakeCapture(10);
    const got: AudioFrame[] = [];
    const starts: number[] = [];
    const stops: string[] = [];
    let ends = 0;
    const context = {
      createBuffer: (_channels: number, size: number) => ({ getChannelData: () => new Float32Array(size) }),
      createBufferSource: () => ({
        buffer: null,
        connect: () => undefined,
        disconnect: () => stops.push('disconnected'),
        start: (whenS: number) => starts.push(whenS),
        stop: () => stops.push('stopped'),
      }),
    } as unknown as AudioContext;
    const samples = tone(300, 16_000, length);
    const opening = playFile(scope, {
      samples,
      context,
      monitor,
      capture: capture.open,
      onFrame: (frame) => got.push(frame),
      onEnd: () => (ends += 1),
    });
    capture.tick();
    const player = await opening;
    return { scope, capture, got, starts, stops, samples, player, ends: () => ends };
  }

  it('starts the frames and what the person hears at the same moment', async () => {
    const { capture, got, starts, player } = await play(1_024, true);
    const leadS = 4 * 0.032;
    expect(starts).toEqual([10 + leadS]);
    expect(player.toSessionMs(10 + leadS)).toBeCloseTo(0);
    expect(got).toEqual([]);
    for (let tick = 0; tick < 4; tick++) capture.tick();
    expect(got.map(({ startSample }) => startSample)).toEqual([0]);
  });

  it('gives one frame a tick, then silence, and says once that the file has ended', async () => {
    const { capture, got, samples, ends } = await play(1_300, false);
    for (let tick = 0; tick < 8; tick++) capture.tick();
    expect(got.map(({ startSample }) => startSample)).toEqual([0, 512, 1024, 1536, 2048]);
    expect(got.flatMap((frame) => [...frame.samples]).slice(0, 1_300)).toEqual([...samples]);
    expect(got.at(-1)?.samples.every((sample) => sample === 0)).toBe(true);
    expect(ends()).toBe(1);
  });

  it('keeps nobody waiting when it is stopped before it began', async () => {
    const scope = createScope();
    const opening = playFile(scope, {
      samples: tone(300, 16_000, 512),
      context: {} as AudioContext,
      monitor: false,
      capture: fakeCapture().open,
      onFrame: () => undefined,
      onEnd: () => undefined,
    });
    scope.end();
    expect((await opening).toSessionMs(5)).toBe(0);
  });

  it('makes no sound without monitor, and stops it with the scope', async () => {
    expect((await play(512, false)).starts).toEqual([]);
    const { scope, stops, capture, got } = await play(512, true);
    scope.end();
    expect(stops).toEqual(['stopped', 'disconnected']);
    for (let tick = 0; tick < 8; tick++) capture.tick();
    expect(got).toEqual([]);
  });
});
