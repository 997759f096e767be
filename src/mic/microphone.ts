import type { AudioFrame } from '../flow';
import type { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { openCapture, type OpenCapture } from './capture.client';
import { browserDevices, listMics, type MediaDevicesLike, type MicDevice } from './devices';
import { micError, micErrorFrom } from './errors';

/** What the microphone tells. */
export type MicEvent =
  /** Sound comes in from this device. */
  | { readonly kind: 'open'; readonly device: MicDevice }
  /** The device went away; frames go on with silence until it, or another one, is back. */
  | { readonly kind: 'lost'; readonly error: PlainError }
  /** A device that came back, or a chosen one, could not be opened. */
  | { readonly kind: 'failed'; readonly error: PlainError }
  /** The system silenced the device, or lets it be heard again; the person did not. */
  | { readonly kind: 'silenced'; readonly silenced: boolean }
  | { readonly kind: 'devices'; readonly mics: readonly MicDevice[] };

/** An open microphone. Its frames follow the AudioContext's clock without a gap, whatever happens to the device. */
export interface Mic {
  /** Muted, frames go on with zeros. */
  setMuted(muted: boolean): void;
  readonly muted: boolean;
  /** Changes to another device, or to the system's choice (null). The outcome comes as an event. */
  choose(deviceId: string | null): void;
  /** The session's time of a moment on the AudioContext's clock; null before the first frame. */
  toSessionMs(contextTimeS: number): Ms | null;
}

export interface MicOptions {
  readonly context: AudioContext;
  /** The device to use; null or absent: the system's choice. */
  readonly deviceId?: string | null;
  /** Sound as it is, without echo cancellation, noise suppression and gain control: for recordings, not for conversations. */
  readonly raw?: boolean;
  readonly onFrame: (frame: AudioFrame) => void;
  readonly onEvent: (event: MicEvent) => void;
  readonly devices?: MediaDevicesLike;
  readonly capture?: OpenCapture;
}

/** What is connected at the moment. */
type Line =
  | { readonly state: 'none' }
  | {
      readonly state: 'live';
      readonly deviceId: string;
      readonly track: MediaStreamTrack;
      readonly scope: Scope;
    };

/**
 * Opens a microphone with echo cancellation, noise suppression and gain control, unless it is to be `raw`. Rejects with a `PlainError` whose code is a
 * `MicFault` when the first device cannot be opened; later troubles come as events. A device that was unplugged is opened
 * again when it is back; until then the system's choice stands in.
 */
export async function openMic(scope: Scope, options: MicOptions): Promise<Mic> {
  const { context, onFrame, onEvent, raw = false } = options;
  const devices = options.devices ?? browserDevices();
  let wanted = options.deviceId ?? null;
  let muted = false;
  let originS: number | null = null;
  let line: Line = { state: 'none' };

  // Permission first: without it nothing else is worth starting.
  const firstStream = await openStream(devices, wanted, raw);
  const { input } = await (options.capture ?? openCapture)(scope, context, (frame) => {
    originS ??= frame.originS;
    if (muted) frame.samples.fill(0);
    onFrame({ startSample: frame.startSample, samples: frame.samples });
  });

  const hangUp = (): void => {
    if (line.state === 'live') line.scope.end();
    line = { state: 'none' };
  };

  const connect = (stream: MediaStream): void => {
    hangUp();
    const track = stream.getAudioTracks()[0];
    if (!track) throw micError('mic-missing');
    const lineScope = scope.child();
    const source = context.createMediaStreamSource(stream);
    source.connect(input);
    lineScope.own(source, () => {
      source.disconnect();
      for (const each of stream.getTracks()) each.stop();
    });
    track.enabled = !muted;
    const deviceId = track.getSettings().deviceId ?? '';
    line = { state: 'live', deviceId, track, scope: lineScope };
    lineScope.listen(track, 'ended', () => {
      hangUp();
      onEvent({ kind: 'lost', error: micError('mic-lost') });
      reconcile();
    });
    lineScope.listen(track, 'mute', () => onEvent({ kind: 'silenced', silenced: true }));
    lineScope.listen(track, 'unmute', () => onEvent({ kind: 'silenced', silenced: false }));
    onEvent({ kind: 'open', device: { deviceId, label: track.label } });
  };

  // Plugging and picking may come faster than devices open: one after another, each looking at what is wanted by then.
  let queue: Promise<void> = Promise.resolve();
  const reconcile = (): void => {
    queue = queue.then(async () => {
      if (scope.ended) return;
      const mics = await listMics(devices).catch(() => []);
      if (scope.ended) return;
      onEvent({ kind: 'devices', mics });
      const there = wanted !== null && mics.some(({ deviceId }) => deviceId === wanted);
      const target = there ? wanted : null;
      const settled = line.state === 'live' && (target === null || line.deviceId === target);
      if (settled || mics.length === 0) return;
      try {
        const stream = await openStream(devices, target, raw);
        if (scope.ended) stopStream(stream);
        else connect(stream);
      } catch (error) {
        onEvent({ kind: 'failed', error: micErrorFrom(error) });
      }
    });
  };

  if (scope.ended) stopStream(firstStream);
  else connect(firstStream);
  scope.listen(devices, 'devicechange', reconcile);
  reconcile();

  return {
    get muted() {
      return muted;
    },
    setMuted(value) {
      muted = value;
      if (line.state === 'live') line.track.enabled = !value;
    },
    choose(deviceId) {
      wanted = deviceId;
      if (deviceId === null) hangUp();
      reconcile();
    },
    toSessionMs: (contextTimeS) => (originS === null ? null : (contextTimeS - originS) * 1000),
  };
}

async function openStream(
  devices: MediaDevicesLike,
  deviceId: string | null,
  raw: boolean,
): Promise<MediaStream> {
  const audio: MediaTrackConstraints = {
    echoCancellation: !raw,
    noiseSuppression: !raw,
    autoGainControl: !raw,
    channelCount: 1,
    ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  };
  try {
    return await devices.getUserMedia({ audio });
  } catch (error) {
    throw micErrorFrom(error);
  }
}

const stopStream = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
