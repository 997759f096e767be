import { expect, test } from 'vitest';
import { checkMic } from './check';

const permissions = (state: PermissionState) => ({
  query: () => Promise.resolve({ state } as PermissionStatus),
});

test('an insecure page and a denied microphone are known before anything is loaded', async () => {
  const insecure = { isSecureContext: false, mediaDevices: undefined };
  await expect(checkMic(insecure)).rejects.toMatchObject({ code: 'mic-insecure' });
  const denied = { isSecureContext: true, mediaDevices: {}, permissions: permissions('denied') };
  await expect(checkMic(denied)).rejects.toMatchObject({ code: 'mic-denied' });
});

test('what cannot be known beforehand is left to the opening', async () => {
  await expect(checkMic({ isSecureContext: true, mediaDevices: {} })).resolves.toBeUndefined();
  await expect(
    checkMic({ isSecureContext: true, mediaDevices: {}, permissions: permissions('prompt') }),
  ).resolves.toBeUndefined();
  const refuses = { query: () => Promise.reject(new TypeError('unknown permission')) };
  await expect(
    checkMic({ isSecureContext: true, mediaDevices: {}, permissions: refuses }),
  ).resolves.toBeUndefined();
});
