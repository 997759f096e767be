import type { AudioFrame, WordsEvent } from '../flow';
import { PlainError, toPlainError } from '../shared/plain-error';
import type { Conversation } from './conversation';
import type { Listener, Part } from './listener';
import type { LiveEvents } from './live';

/** Takes frames to the words and what they tell to the conversation, in order, across deaths of the workers. */
export interface Taker {
  frame(frame: AudioFrame, onEvent: (event: WordsEvent) => void): void;
  /** Events from another source of words. */
  told(events: readonly WordsEvent[], onEvent: (event: WordsEvent) => void): void;
  /** Settles every word of the audio so far. */
  finish(): Promise<void>;
}

/** A worker that dies more often than this is given up. */
const MAX_RESTARTS = 5;

const NAMES: Readonly<Record<Part, string>> = {
  words: 'hears the words',
  decision: 'decides',
  context: 'fits the short answers to your words',
};
/** Without its context the listener goes on as well as it can. */
const WITHOUT_CONTEXT = 'Until then they go by how often people say them.';

/**
 * Frames go on to the worker without waiting, so that its queue shows how slow the machine is; the answers are dealt with one
 * after another. While a dead worker is started again the frames wait: no audio is lost.
 */
export function createTaker(
  listener: Listener,
  conversation: Pick<Conversation, 'take' | 'words'>,
  on: Pick<LiveEvents, 'fault' | 'note'>,
): Taker {
  let answers: Promise<void> = Promise.resolve();
  let waitingFrames: (() => void)[] | null = null;
  /** Of each part: one that keeps dying does not use up the others' restarts. */
  const restarts = new Map<Part, number>();

  /** Workers that are being started again: further deaths are the same one. */
  const restarting = new Set<Part>();

  listener.onFault = (error) => on.fault(error, 'words');
  listener.onDeath = (part) => {
    if (restarting.has(part)) return;
    restarting.add(part);
    if (part === 'words') waitingFrames ??= [];
    const count = (restarts.get(part) ?? 0) + 1;
    restarts.set(part, count);
    if (count > MAX_RESTARTS) {
      if (part === 'context') return on.note(`The part that ${NAMES[part]} keeps stopping; it is left off.`);
      const todo = 'Save the session, then reload the page.';
      on.fault(new PlainError('worker-given-up', `The part that ${NAMES[part]} keeps stopping.`, todo), part);
      return;
    }
    const stopped = `The part that ${NAMES[part]} stopped and is being started again.`;
    on.note(part === 'context' ? `${stopped} ${WITHOUT_CONTEXT}` : stopped);
    listener.restart(part).then(
      () => {
        restarting.delete(part);
        on.note(`The part that ${NAMES[part]} works again.`);
        const frames = waitingFrames ?? [];
        if (part === 'words') waitingFrames = null;
        for (const send of frames) send();
      },
      (error: unknown) => {
        const sentence = `The part that ${NAMES[part]} cannot be started again.`;
        if (part === 'context') on.note(sentence);
        else on.fault(toPlainError(error, 'worker-given-up', sentence), part);
      },
    );
  };

  const failed = (error: unknown, part: 'words' | 'decision'): void => {
    const plain = toPlainError(error, `${part}-failed`, 'Some words could not be dealt with.');
    // A model that fails once inside its worker fails from then on: the worker is as good as dead.
    if (plain.code === 'worker-failed') listener.onDeath(part);
    // A death is told once, by `onDeath`; a word that a dead worker took along is only not judged.
    else if (plain.code !== 'worker-died' && plain.code !== 'word-forgotten') on.fault(plain, part);
  };

  const settle = (
    told: Promise<readonly WordsEvent[]>,
    onEvent: (event: WordsEvent) => void,
  ): Promise<void> => {
    // Kept from counting as unhandled while earlier answers are dealt with.
    told.catch(() => undefined);
    answers = answers.then(async () => {
      const events = await told.catch((error: unknown) => failed(error, 'words'));
      if (!events) return;
      for (const event of events) onEvent(event);
      await conversation.take(events).catch((error: unknown) => failed(error, 'decision'));
    });
    return answers;
  };

  return {
    frame(frame, onEvent) {
      const send = (): void => void settle(listener.words().push(frame), onEvent);
      if (waitingFrames) waitingFrames.push(send);
      else send();
    },
    told: (events, onEvent) => void settle(Promise.resolve(events), onEvent),
    finish: () => settle(listener.words().flush(), () => undefined),
  };
}
