import type { Scope } from '../shared/scope';
import { micError } from './errors';

/** A microphone as the picker shows it. */
export interface MicDevice {
  readonly deviceId: string;
  /** Browsers give names only after permission; before that it is "Microphone 1" and so on. */
  readonly label: string;
}

/** The part of `navigator.mediaDevices` that the mic uses. */
export type MediaDevicesLike = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

/** The browser's microphones' door. Throws `mic-insecure` where the browser hides it. */
export function browserDevices(): MediaDevicesLike {
  // Undefined on an insecure origin, whatever the types say.
  const devices = 'mediaDevices' in navigator ? navigator.mediaDevices : undefined;
  if (!devices || !globalThis.isSecureContext) throw micError('mic-insecure');
  return devices;
}

/** The microphones at hand; the system's own choice, where the browser lists it apart, comes first. */
export async function listMics(devices: MediaDevicesLike): Promise<readonly MicDevice[]> {
  const inputs = (await devices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
  return inputs.map(({ deviceId, label }, index) => ({
    deviceId,
    label: label === '' ? `Microphone ${index + 1}` : label,
  }));
}

/** Calls `onList` now and whenever a microphone comes or goes. */
export function watchMics(
  scope: Scope,
  devices: MediaDevicesLike,
  onList: (mics: readonly MicDevice[]) => void,
): void {
  const tell = (): void => {
    void listMics(devices).then(
      (mics) => {
        if (!scope.ended) onList(mics);
      },
      () => undefined,
    );
  };
  scope.listen(devices, 'devicechange', tell);
  tell();
}
