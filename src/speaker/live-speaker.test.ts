import { describe, expect, it } from 'vitest';
import type { Cue, SpeakerEvent } from '../flow';
import { createScope } from '../shared/scope';
import { FakeSound, fakeTap } from '../testing/fake-sound';
import { tone } from '../testing/signals';
import { createSpeaker } from './live-speaker';

/** Half a second of sound asked for at `tMs`. */
const cue = (id: string, tMs: number, more: Partial<Cue> = {}): Cue => ({
  id,
  action: 'backchannel',
  tMs,
  budgetMs: 400,
  sound: { samples: tone(440, 24_000, 12_000), rateHz: 24_000 },
  gainDb: 0,
  ...more,
});

/** A speaker whose session began when the context's clock was at 1 s. */
async function open() {
  const scope = createScope();
  const sound = new FakeSound();
  const tap = fakeTap();
  const events: SpeakerEvent[] = [];
  sound.currentTime = 1;
  const speaker = await createSpeaker(scope, {
    context: sound.context,
    toSessionMs: (timeS) => (timeS - 1) * 1000,
    onEvent: (event) => events.push(event),
    tap: tap.open,
    nowMs: () => 0,
  });
  return { scope, sound, tap, events, speaker };
}

/** Events with whole milliseconds. */
const rounded = (events: readonly SpeakerEvent[]): unknown[] =>
  events.map((event) =>
    Object.fromEntries(
      Object.entries(event).map(([name, value]) => [
        name,
        typeof value === 'number' ? Math.round(value) : value,
      ]),
    ),
  );

describe('createSpeaker', () => {
  it('starts at once and reports when sound is at the ear', async () => {
    const { sound, events, speaker } = await open();
    sound.until(2);
    speaker.play(cue('a', 1000));
    expect(sound.sources[0]?.startS).toBeCloseTo(2.01);
    expect(rounded(events)).toEqual([{ kind: 'playing', id: 'a', startMs: 1030 }]);
    expect(rounded([speaker.sounding() as never])).toEqual([
      { id: 'a', action: 'backchannel', startMs: 1030, endMs: 1530 },
    ]);
    sound.until(2.6);
    expect(rounded(events.slice(1))).toEqual([
      { kind: 'played', id: 'a', startMs: 1030, endMs: 1530, cut: false },
    ]);
    expect(speaker.sounding()).toBeNull();
  });

  it('brings the sound to the rate of the device', async () => {
    const { sound, speaker } = await open();
    speaker.play(cue('a', 0));
    expect(sound.sources[0]?.buffer?.length).toBe(24_000);
    expect(sound.sources[0]?.buffer?.sampleRate).toBe(48_000);
  });

  it.each([
    [370, 'playing'],
    [371, 'dropped'],
  ])('drops what could not be heard in time: %i ms late is %s', async (lateMs, kind) => {
    const { sound, events, speaker } = await open();
    sound.until(3);
    speaker.play(cue('a', 2000 - lateMs));
    expect(events[0]?.kind).toBe(kind);
    if (kind === 'dropped') expect(events[0]).toMatchObject({ id: 'a', tMs: 2000, reason: 'late' });
  });

  it('ramps at both ends and applies the gain, but never clips', async () => {
    const { sound, speaker } = await open();
    speaker.play(cue('a', 0, { gainDb: -6 }));
    const schedule = sound.gains[1]?.schedule ?? [];
    expect(schedule.map(([what]) => what)).toEqual(['set', 'ramp', 'set', 'ramp']);
    expect(schedule.map(([, value]) => Math.round(value * 1000) / 1000)).toEqual([0, 0.501, 0.501, 0]);
    const [fromS, fullS, lastS, endS] = schedule.map(([, , atS]) => atS - 1.01);
    expect([fromS, fullS, lastS, endS].map((s) => Math.round((s ?? 0) * 1000))).toEqual([0, 5, 495, 500]);
    sound.until(2);
    speaker.play(cue('b', 1000, { gainDb: 20 }));
    expect(sound.gains[3]?.schedule[1]?.[1]).toBeCloseTo(0.97 / 0.5, 2);
  });

  it('plays one sound at a time', async () => {
    const { events, speaker } = await open();
    speaker.play(cue('a', 0));
    speaker.play(cue('b', 0));
    expect(events[1]).toMatchObject({ kind: 'dropped', id: 'b', reason: 'the listener is still sounding' });
  });

  it('gives way within 40 ms, and says that it was cut', async () => {
    const { sound, events, speaker } = await open();
    speaker.play(cue('a', 0));
    sound.until(1.2);
    speaker.stop();
    speaker.stop();
    expect(sound.gains[2]?.schedule).toEqual([
      ['set', 1, 1.2],
      ['ramp', 0, 1.24],
    ]);
    expect(sound.sources[0]?.stopS).toBeCloseTo(1.24);
    sound.until(1.25);
    expect(rounded(events.slice(1))).toEqual([
      { kind: 'played', id: 'a', startMs: 30, endMs: 260, cut: true },
    ]);
    speaker.stop();
    expect(events).toHaveLength(2);
  });

  it('does not count as cut what was over anyway', async () => {
    const { sound, events, speaker } = await open();
    speaker.play(cue('a', 0));
    sound.until(1.48);
    speaker.stop();
    sound.until(1.6);
    expect(events[1]).toMatchObject({ kind: 'played', cut: false });
  });

  it('drops while the output is suspended', async () => {
    const { sound, events, speaker } = await open();
    sound.become('suspended');
    speaker.play(cue('a', 0));
    expect(events).toEqual([{ kind: 'dropped', id: 'a', tMs: 0, reason: 'the sound output is suspended' }]);
  });

  it('breaks off, instead of going on late, when the output is interrupted', async () => {
    const { sound, events, speaker } = await open();
    speaker.play(cue('a', 0));
    sound.until(1.2);
    sound.become('suspended');
    expect(rounded(events.slice(1))).toEqual([
      { kind: 'played', id: 'a', startMs: 30, endMs: 220, cut: true },
    ]);
    sound.become('running');
    sound.until(2);
    expect(events).toHaveLength(2);
  });

  it('ends with its scope and reports what was heard', async () => {
    const { scope, sound, events, speaker } = await open();
    speaker.play(cue('a', 0));
    sound.until(1.3);
    scope.end();
    expect(events[1]).toMatchObject({ kind: 'played', id: 'a', cut: true });
    expect(sound.sources[0]?.stopS).not.toBeNull();
  });

  it('drops a cue without samples', async () => {
    const { events, speaker } = await open();
    speaker.play(cue('a', 0, { sound: { samples: new Float32Array(0), rateHz: 24_000 } }));
    expect(events).toMatchObject([{ kind: 'dropped', reason: 'no sound' }]);
  });

  it('keeps the volume within 0 and 1', async () => {
    const { sound, speaker } = await open();
    speaker.setVolume(0.5);
    speaker.setVolume(7);
    expect(sound.gains[0]?.schedule.map(([, value]) => value)).toEqual([0.5, 1]);
  });

  it('keeps what was played at the times that it reports', async () => {
    const { sound, tap, events, speaker } = await open();
    speaker.play(cue('a', 0));
    const startFrame = Math.round((sound.sources[0]?.startS ?? 0) * 48_000);
    tap.hear({ startFrame, samples: new Int16Array(480).fill(16_384) });
    tap.hear({ startFrame: startFrame + 480, samples: new Int16Array(480).fill(16_384) });
    const track = speaker.track.render(100, 48_000);
    const first = track.findIndex((sample) => Math.abs(sample) > 0.25);
    expect(first / 48).toBeCloseTo(events[0]?.kind === 'playing' ? events[0].startMs : NaN, 1);
    expect(track.findLastIndex((sample) => Math.abs(sample) > 0.25) / 48).toBeCloseTo(50, 1);
  });
});
