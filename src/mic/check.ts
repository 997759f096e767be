import { micError } from './errors';

/** The parts of the browser that tell beforehand that there will be no microphone. */
export interface MicSurroundings {
  readonly isSecureContext: boolean;
  readonly mediaDevices: unknown;
  readonly permissions?: Pick<Permissions, 'query'>;
}

const here = (): MicSurroundings => ({
  isSecureContext: globalThis.isSecureContext,
  // Absent on insecure pages, whatever the types say.
  mediaDevices: (navigator as { mediaDevices?: unknown }).mediaDevices,
  permissions: navigator.permissions,
});

/**
 * Finds out what can be known without asking the person, so that nobody waits for models that they cannot talk to. Throws a
 * `PlainError`: `mic-insecure` or `mic-denied`.
 */
export async function checkMic(surroundings: MicSurroundings = here()): Promise<void> {
  if (!surroundings.isSecureContext || !surroundings.mediaDevices) throw micError('mic-insecure');
  let state: PermissionState | null = null;
  try {
    state = (await surroundings.permissions?.query({ name: 'microphone' }))?.state ?? null;
  } catch {
    // Some browsers cannot be asked; opening the microphone will tell.
  }
  if (state === 'denied') throw micError('mic-denied');
}
