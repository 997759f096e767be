import { PlainError } from '../shared/plain-error';

/** What can keep a microphone from being heard, each with its own sentence and a way on. */
export type MicFault =
  'mic-denied' | 'mic-missing' | 'mic-gone' | 'mic-insecure' | 'mic-busy' | 'mic-lost' | 'mic-failed';

const SENTENCES: Readonly<Record<MicFault, readonly [message: string, todo: string]>> = {
  'mic-denied': [
    'This page may not use the microphone.',
    'Allow it with the icon beside the address, then try again; or play the sample conversation.',
  ],
  'mic-missing': ['No microphone was found.', 'Plug one in and try again; or open an audio file.'],
  'mic-gone': ['The chosen microphone is not connected.', 'Plug it in, or choose another one.'],
  'mic-insecure': [
    'The browser gives no microphone to this page, because its address is not a secure one.',
    'Open the page by an address that begins with https:// or on localhost.',
  ],
  'mic-busy': [
    'Another program is using the microphone, or it cannot be started.',
    'Close the other program, or choose another microphone, then try again.',
  ],
  'mic-lost': [
    'The microphone was disconnected.',
    'Plug it in again or choose another one; the conversation goes on by itself.',
  ],
  'mic-failed': ['The microphone could not be started.', 'Reload the page and try again.'],
};

export function micError(fault: MicFault, cause?: unknown): PlainError {
  const [message, todo] = SENTENCES[fault];
  return new PlainError(fault, message, todo, { cause });
}

/** What `getUserMedia` threw, in plain words. The names are those of the Media Capture specification. */
export function micErrorFrom(error: unknown): PlainError {
  if (error instanceof PlainError) return error;
  switch (nameOf(error)) {
    case 'NotAllowedError':
      return deniedError(error);
    case 'SecurityError':
      return micError('mic-denied', error);
    case 'NotFoundError':
      return micError('mic-missing', error);
    case 'OverconstrainedError':
      return micError('mic-gone', error);
    case 'NotReadableError':
    case 'AbortError':
      return micError('mic-busy', error);
    default:
      return micError('mic-failed', error);
  }
}

/** Not every browser's `OverconstrainedError` is an `Error`. */
const nameOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'name' in error ? error.name : null;

/** Chromium says in its message when it was not the person but the system that refused. */
function deniedError(error: unknown): PlainError {
  if (!(error instanceof Error && /system/i.test(error.message))) return micError('mic-denied', error);
  return new PlainError(
    'mic-denied',
    'The operating system does not let this browser use the microphone.',
    'Allow it in the privacy settings of your computer, then try again.',
    { cause: error },
  );
}
