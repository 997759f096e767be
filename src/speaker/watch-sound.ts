import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';

/**
 * Tells when the browser pauses all sound (a call on a phone, a device that went to sleep) and, with null, when it goes on.
 * The session's clock stands still meanwhile. Tries to go on by itself; where that needs a press, the page has to ask for it.
 */
export function watchSound(
  scope: Scope,
  context: Pick<AudioContext, 'state' | 'resume' | 'addEventListener' | 'removeEventListener'>,
  onChange: (fault: PlainError | null) => void,
): void {
  let paused = false;
  scope.listen(context, 'statechange', () => {
    if (context.state === 'closed' || paused === (context.state !== 'running')) return;
    paused = !paused;
    onChange(paused ? soundPaused() : null);
    // Refused while a call goes on or without a press; the state tells what came of it.
    if (paused) context.resume().catch(() => undefined);
  });
}

const soundPaused = (): PlainError =>
  new PlainError(
    'sound-paused',
    'The browser has paused all sound; nothing is heard or said until it goes on.',
    'End the call or close the app that took the sound, then press anywhere on the page.',
  );
