import type { CaptureFrame } from '../mic/capture.protocol';
import type { OpenCapture } from '../mic/capture.client';
import type { MediaDevicesLike } from '../mic';
import { FRAME_SAMPLES } from '../shared/units';

/** A microphone's track: what it is set to can be read, and its device can go away. */
export class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;
  readonly label: string;
  private readonly deviceId: string;

  constructor(deviceId: string) {
    super();
    this.deviceId = deviceId;
    this.label = `Mic ${deviceId}`;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }

  stop(): void {
    this.stopped = true;
  }
}

/** The browser's microphones, to be plugged and unplugged. The first one is the system's choice. */
export class FakeMics extends EventTarget {
  readonly tracks: FakeTrack[] = [];
  readonly asked: MediaTrackConstraints[] = [];
  /** Thrown by the next request. */
  failure: unknown = null;
  private ids: readonly string[];

  constructor(...ids: string[]) {
    super();
    this.ids = ids;
  }

  /** As the code under test takes it. */
  get devices(): MediaDevicesLike {
    return this;
  }

  get live(): FakeTrack | undefined {
    return this.tracks.findLast(({ stopped }) => !stopped);
  }

  plug(...ids: string[]): void {
    const gone = this.ids.filter((id) => !ids.includes(id));
    this.ids = ids;
    const track = this.live;
    if (track && gone.includes(track.getSettings().deviceId ?? '')) track.dispatchEvent(new Event('ended'));
    this.dispatchEvent(new Event('devicechange'));
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const inputs = this.ids.map((deviceId) => ({ kind: 'audioinput', deviceId, label: '' }));
    return Promise.resolve([...inputs, { kind: 'videoinput' }] as unknown as MediaDeviceInfo[]);
  }

  getUserMedia({ audio }: MediaStreamConstraints): Promise<MediaStream> {
    const constraints = typeof audio === 'object' ? audio : {};
    this.asked.push(constraints);
    const { failure } = this;
    this.failure = null;
    if (failure !== null) return Promise.reject(failure);
    const wanted = (constraints.deviceId as ConstrainDOMStringParameters | undefined)?.exact;
    const id = this.ids.find((each) => wanted === undefined || each === wanted);
    if (id === undefined) return Promise.reject(new DOMException('', 'NotFoundError'));
    const track = new FakeTrack(id);
    this.tracks.push(track);
    const tracks = [track];
    return Promise.resolve({
      getTracks: () => tracks,
      getAudioTracks: () => tracks,
    } as unknown as MediaStream);
  }
}

/** An AudioContext that counts what is connected to the capture. */
export class FakeInputs {
  connected = 0;

  get context(): AudioContext {
    return {
      createMediaStreamSource: () => ({
        connect: () => (this.connected += 1),
        disconnect: () => (this.connected -= 1),
      }),
    } as unknown as AudioContext;
  }
}

/** The audio thread in the test's hands: `tick` delivers one frame that holds `value`. */
export function fakeCapture(originS = 0): { open: OpenCapture; tick: (value?: number) => void } {
  let deliver: ((frame: CaptureFrame) => void) | null = null;
  let startSample = 0;
  return {
    open: (scope, _context, onFrame) => {
      deliver = onFrame;
      scope.own(onFrame, () => (deliver = null));
      return Promise.resolve({ input: {} as AudioNode });
    },
    tick(value = 0.5) {
      const samples = new Float32Array(FRAME_SAMPLES).fill(value);
      deliver?.({ kind: 'frame', startSample, originS, samples });
      startSample += FRAME_SAMPLES;
    },
  };
}

/** Lets promises that wait for nothing else go on. */
export const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
