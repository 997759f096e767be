import { PlainError } from '../shared/plain-error';
import type { EventTargetLike, Scope } from '../shared/scope';

/**
 * Tells when the browser pauses all sound (a call on a phone, a device that went to sleep) and, with null, when it goes on.
 * The session's clock stands still meanwhile. Tries to go on by itself, and again when the person presses something.
 */
export function watchSound(
  scope: Scope,
  context: Pick<AudioContext, 'state' | 'resume' | 'addEventListener' | 'removeEventListener'>,
  onChange: (fault: PlainError | null) => void,
  page: EventTargetLike = document,
): void {
  let paused = false;
  const goOn = (): void => {
    // Refused while a call goes on, or without a press; the state tells what came of it.
    if (paused) context.resume().catch(() => undefined);
  };
  scope.listen(context, 'statechange', () => {
    if (context.state === 'closed') return;
    const before = paused;
    paused = context.state !== 'running';
    if (paused !== before) onChange(paused ? soundPaused() : null);
    goOn();
  });
  scope.listen(page, 'pointerdown', goOn);
  scope.listen(page, 'keydown', goOn);
}

const soundPaused = (): PlainError =>
  new PlainError(
    'sound-paused',
    'The browser has paused all sound; nothing is heard or said until it goes on.',
    'End the call or close the app that took the sound, then press anywhere on the page.',
  );
