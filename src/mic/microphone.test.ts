import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AudioFrame } from '../flow';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { fakeCapture, FakeInputs, FakeMics, settle } from '../testing/fake-mics';
import { browserDevices, listMics, watchMics } from './devices';
import { micError, type MicFault } from './errors';
import { openMic, type Mic, type MicEvent } from './microphone';

afterEach(() => vi.unstubAllGlobals());

/** An open microphone with everything around it. */
async function open(mics: FakeMics, deviceId: string | null = null) {
  const scope = createScope();
  const inputs = new FakeInputs();
  const capture = fakeCapture(2);
  const frames: AudioFrame[] = [];
  const events: MicEvent[] = [];
  const mic: Mic = await openMic(scope, {
    context: inputs.context,
    deviceId,
    devices: mics.devices,
    capture: capture.open,
    onFrame: (frame) => frames.push(frame),
    onEvent: (event) => events.push(event),
  });
  await settle();
  /** What the events say, without the lists of devices. */
  const story = (): string[] =>
    events.flatMap((event) => {
      if (event.kind === 'devices') return [];
      if (event.kind === 'open') return [`open ${event.device.deviceId}`];
      if (event.kind === 'silenced') return [`silenced ${event.silenced}`];
      return [`${event.kind} ${event.error.code}`];
    });
  return { scope, inputs, capture, frames, events, mic, story };
}

describe('an open microphone', () => {
  it('asks for echo cancellation, noise suppression and gain control', async () => {
    const mics = new FakeMics('a');
    await open(mics);
    expect(mics.asked).toEqual([
      { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    ]);
  });

  it('hands frames on and knows when they were', async () => {
    const { capture, frames, mic } = await open(new FakeMics('a'));
    expect(mic.toSessionMs(3)).toBeNull();
    capture.tick();
    capture.tick();
    expect(frames.map(({ startSample }) => startSample)).toEqual([0, 512]);
    expect(frames[0]?.samples[0]).toBe(0.5);
    expect(mic.toSessionMs(3)).toBe(1000);
  });

  it('sends zeros while it is muted, and time goes on', async () => {
    const mics = new FakeMics('a');
    const { capture, frames, mic } = await open(mics);
    capture.tick();
    mic.setMuted(true);
    capture.tick();
    expect(mics.live?.enabled).toBe(false);
    mic.setMuted(false);
    capture.tick();
    expect(mics.live?.enabled).toBe(true);
    expect(frames.map(({ startSample, samples }) => [startSample, samples[511]])).toEqual([
      [0, 0.5],
      [512, 0],
      [1024, 0.5],
    ]);
  });

  it('stays muted when the device changes', async () => {
    const mics = new FakeMics('a', 'b');
    const { mic } = await open(mics);
    mic.setMuted(true);
    mic.choose('b');
    await settle();
    expect(mics.live?.getSettings().deviceId).toBe('b');
    expect(mics.live?.enabled).toBe(false);
  });

  it('says when the system silences it', async () => {
    const mics = new FakeMics('a');
    const { story } = await open(mics);
    mics.live?.dispatchEvent(new Event('mute'));
    mics.live?.dispatchEvent(new Event('unmute'));
    expect(story()).toEqual(['open a', 'silenced true', 'silenced false']);
  });

  it('ends everything with its scope', async () => {
    const mics = new FakeMics('a');
    const { scope, inputs, capture, frames } = await open(mics);
    expect(inputs.connected).toBe(1);
    scope.end();
    capture.tick();
    mics.plug('a', 'b');
    await settle();
    expect(inputs.connected).toBe(0);
    expect(mics.tracks.map(({ stopped }) => stopped)).toEqual([true]);
    expect(frames).toEqual([]);
  });

  it('lets go of a microphone that opens after the scope has ended', async () => {
    const mics = new FakeMics('a');
    const scope = createScope();
    const opening = openMic(scope, {
      context: new FakeInputs().context,
      devices: mics.devices,
      capture: fakeCapture().open,
      onFrame: () => undefined,
      onEvent: () => undefined,
    });
    scope.end();
    await opening;
    expect(mics.live).toBeUndefined();
  });
});

describe('unplugging and replugging', () => {
  it('falls back to the default and returns to the chosen device when it is back', async () => {
    const mics = new FakeMics('a', 'b');
    const { inputs, story } = await open(mics, 'b');
    mics.plug('a');
    await settle();
    expect(story()).toEqual(['open b', 'lost mic-lost', 'open a']);
    mics.plug('a', 'b');
    await settle();
    expect(story()).toEqual(['open b', 'lost mic-lost', 'open a', 'open b']);
    expect(inputs.connected).toBe(1);
    expect(mics.tracks.filter(({ stopped }) => !stopped)).toHaveLength(1);
  });

  it('waits in silence while there is no device at all', async () => {
    const mics = new FakeMics('a');
    const { capture, frames, inputs, story } = await open(mics);
    capture.tick();
    mics.plug();
    await settle();
    expect(inputs.connected).toBe(0);
    capture.tick(0);
    mics.plug('c');
    await settle();
    capture.tick();
    expect(story()).toEqual(['open a', 'lost mic-lost', 'open c']);
    expect(frames.map(({ startSample }) => startSample)).toEqual([0, 512, 1024]);
  });

  it('keeps the old device when the chosen one is busy', async () => {
    const mics = new FakeMics('a', 'b');
    const { mic, inputs, story } = await open(mics);
    mics.failure = new DOMException('', 'NotReadableError');
    mic.choose('b');
    await settle();
    expect(story()).toEqual(['open a', 'failed mic-busy']);
    expect(inputs.connected).toBe(1);
    expect(mics.live?.getSettings().deviceId).toBe('a');
  });

  it('returns to the default when it is asked to', async () => {
    const mics = new FakeMics('a', 'b');
    const { mic, story } = await open(mics, 'b');
    mic.choose(null);
    await settle();
    expect(story()).toEqual(['open b', 'open a']);
  });
});

describe('a microphone that cannot be opened', () => {
  const faults: readonly (readonly [string, MicFault])[] = [
    ['NotAllowedError', 'mic-denied'],
    ['SecurityError', 'mic-denied'],
    ['NotFoundError', 'mic-missing'],
    ['OverconstrainedError', 'mic-gone'],
    ['NotReadableError', 'mic-busy'],
    ['AbortError', 'mic-busy'],
    ['InvalidStateError', 'mic-failed'],
  ];

  it.each(faults)('%s is %s', async (name, code) => {
    const mics = new FakeMics('a');
    mics.failure = new DOMException('', name);
    await expect(open(mics)).rejects.toMatchObject({ name: 'PlainError', code });
  });

  it('tells a refusal of the system from one of the person', async () => {
    const mics = new FakeMics('a');
    mics.failure = new DOMException('Permission denied by system', 'NotAllowedError');
    await expect(open(mics)).rejects.toMatchObject({
      code: 'mic-denied',
      todo: expect.stringContaining('settings') as string,
    });
  });

  it('has a sentence and a way on for every fault', () => {
    const codes: MicFault[] = [
      'mic-denied',
      'mic-missing',
      'mic-gone',
      'mic-insecure',
      'mic-busy',
      'mic-lost',
      'mic-failed',
    ];
    const sentences = new Set(codes.map((code) => micError(code).message));
    expect(sentences.size).toBe(codes.length);
    for (const code of codes) expect(micError(code).todo).not.toBe('');
  });

  it.each([
    ['no mediaDevices', {}, true],
    ['an insecure origin', { mediaDevices: {} }, false],
  ])('%s is mic-insecure', (_name, navigator, isSecureContext) => {
    vi.stubGlobal('navigator', navigator);
    vi.stubGlobal('isSecureContext', isSecureContext);
    expect(browserDevices).toThrow(PlainError);
    expect(browserDevices).toThrow(micError('mic-insecure').message);
  });
});

describe('the picker', () => {
  it('lists microphones only, numbered until the browser names them', async () => {
    expect(await listMics(new FakeMics('a', 'b').devices)).toEqual([
      { deviceId: 'a', label: 'Microphone 1' },
      { deviceId: 'b', label: 'Microphone 2' },
    ]);
  });

  it('follows what is plugged until its scope ends', async () => {
    const mics = new FakeMics('a');
    const scope = createScope();
    const lists: string[][] = [];
    watchMics(scope, mics.devices, (list) => lists.push(list.map(({ deviceId }) => deviceId)));
    await settle();
    mics.plug('a', 'b');
    await settle();
    scope.end();
    mics.plug();
    await settle();
    expect(lists).toEqual([['a'], ['a', 'b']]);
  });
});
