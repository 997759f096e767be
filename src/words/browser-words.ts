import type { WordsEvent } from '../flow';
import type { Scope } from '../shared/scope';
import { PlainError } from '../shared/plain-error';
import type { Ms } from '../shared/units';
import { createResultReader } from './browser-results';

/** What a person must be told before the browser's own recogniser is used. */
export const BROWSER_WORDS_NOTICE =
  "The browser's own speech recognition sends what the microphone hears to the browser's maker: Chrome to Google, Edge to " +
  'Microsoft, Safari to Apple (on some devices it stays on the device). The built-in recogniser sends nothing anywhere.';

/** The part of the Web Speech API that is used; typed here because it is not in every browser's types. */
export interface SpeechRecognitionLike extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  abort(): void;
}

/** One result list of the API: `final` results never change again. */
export interface RecognitionResultEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }>;
}

type RecognitionConstructor = new () => SpeechRecognitionLike;

/** Where the API is looked for; tests give their own. */
export interface RecognitionHost {
  readonly SpeechRecognition?: RecognitionConstructor;
  readonly webkitSpeechRecognition?: RecognitionConstructor;
}

const recognitionOf = (host: RecognitionHost): RecognitionConstructor | undefined =>
  host.SpeechRecognition ?? host.webkitSpeechRecognition;

/** Whether this browser offers speech recognition at all. */
export const browserWordsAvailable = (host: RecognitionHost = globalThis as RecognitionHost): boolean =>
  recognitionOf(host) !== undefined;

export interface BrowserWordsOptions {
  /** The session's clock: ms of audio taken in so far. */
  readonly nowMs: () => Ms;
  readonly onEvents: (events: readonly WordsEvent[]) => void;
  /** Told when it stops for good; the page can fall back to the built-in recogniser. */
  readonly onFailure: (fault: PlainError) => void;
  readonly lang?: string;
  readonly host?: RecognitionHost;
}

/** Errors after which starting again is pointless; the others ("no-speech", "aborted") are how the service rests. */
const FATAL = new Map<string, PlainError>([
  ['not-allowed', fault('browser-words-denied', 'The browser did not allow its speech recognition.')],
  ['service-not-allowed', fault('browser-words-denied', 'The browser did not allow its speech recognition.')],
  [
    'network',
    fault('browser-words-offline', "The browser's speech recognition could not reach its service."),
  ],
  [
    'language-not-supported',
    fault('browser-words-language', "The browser's speech recognition has no English."),
  ],
  ['audio-capture', fault('browser-words-mic', "The browser's speech recognition found no microphone.")],
]);

/**
 * Words from the browser's own recogniser, from the device's default microphone. It gives no times: a word's are estimated
 * from when it first appeared. The service ends by itself now and then and is started again until the scope ends.
 * Throws a `PlainError` (`browser-words-missing`) where there is none.
 */
export function createBrowserWords(scope: Scope, options: BrowserWordsOptions): void {
  const host = options.host ?? (globalThis as RecognitionHost);
  const Recognition = recognitionOf(host);
  if (!Recognition)
    throw fault('browser-words-missing', 'This browser has no speech recognition of its own.');
  const recognition = new Recognition();
  recognition.lang = options.lang ?? 'en-US';
  recognition.continuous = true;
  recognition.interimResults = true;
  const reader = createResultReader();
  let failed = false;

  const send = (events: readonly WordsEvent[]): void => {
    if (events.length > 0) options.onEvents(events);
  };
  scope.listen(recognition, 'speechstart', () => send(reader.voice(true, options.nowMs())));
  scope.listen(recognition, 'speechend', () => send(reader.voice(false, options.nowMs())));
  scope.listen(recognition, 'result', (event: RecognitionResultEvent) =>
    send(reader.results(event, options.nowMs())),
  );
  scope.listen(recognition, 'error', (event: Event & { readonly error: string }) => {
    const fatal = FATAL.get(event.error);
    if (!fatal || failed) return;
    failed = true;
    options.onFailure(fatal);
  });
  scope.listen(recognition, 'end', () => {
    send(reader.ended(options.nowMs()));
    if (!failed && !scope.ended) recognition.start();
  });
  scope.own(recognition, () => recognition.abort());
  recognition.start();
}

function fault(code: string, message: string): PlainError {
  return new PlainError(code, message, 'Choose the built-in recogniser in the settings.');
}
