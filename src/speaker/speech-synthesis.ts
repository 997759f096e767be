import type { SpeakerEvent } from '../flow';
import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';

/** The browser's own voice, as far as it is used. */
export type SynthesisLike = Pick<
  SpeechSynthesis,
  'speak' | 'cancel' | 'getVoices' | 'addEventListener' | 'removeEventListener'
>;

export interface SpeakTextOptions {
  /** Of the cue that is spoken. */
  readonly id: string;
  /** The session's clock. */
  readonly nowMs: () => Ms;
  /** `playing` when the voice starts, then `played` (cut when it was stopped); or `dropped`. */
  readonly onEvent: (event: SpeakerEvent) => void;
  /** 0..1. */
  readonly volume?: number;
  /** The language of the text, by its BCP 47 tag. */
  readonly language?: string;
  readonly synthesis?: SynthesisLike;
  readonly utterance?: (text: string) => SpeechSynthesisUtterance;
}

/** Speech on its way. */
export interface SpokenText {
  stop(): void;
}

/** Browsers load their voices late, and some never say that there are none. */
const VOICES_WAIT_MS: Ms = 2000;
/** A voice that has not begun by then is stuck, which some browsers' are after a crash of the system's service. */
const START_WAIT_MS: Ms = 4000;

/**
 * Speaks a text with a voice of this machine; voices that would send the text elsewhere are never used. Rejects with the code
 * `no-voice` when there is none.
 */
export async function speakText(scope: Scope, text: string, options: SpeakTextOptions): Promise<SpokenText> {
  const { id, nowMs, onEvent } = options;
  const synthesis = options.synthesis ?? browserSynthesis();
  const voice = pickVoice(await loadVoices(scope, synthesis), options.language ?? 'en');
  if (!voice) throw noVoice();

  const utterance = options.utterance?.(text) ?? new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.volume = options.volume ?? 1;
  const own = scope.child();
  let startMs: Ms | null = null;
  let stopped = false;
  let over = false;

  const finish = (reason: string, cut: boolean): void => {
    if (over) return;
    over = true;
    own.end();
    const tMs = nowMs();
    if (startMs === null) onEvent({ kind: 'dropped', id, tMs, reason });
    else onEvent({ kind: 'played', id, startMs, endMs: tMs, cut });
  };
  const stop = (): void => {
    if (over) return;
    stopped = true;
    synthesis.cancel();
    // Some browsers report the end of a cancelled text late or not at all.
    finish('stopped', true);
  };

  own.listen(utterance, 'start', () => {
    startMs = nowMs();
    onEvent({ kind: 'playing', id, startMs });
  });
  own.listen(utterance, 'end', () => finish('nothing was spoken', stopped));
  own.listen(utterance, 'error', () => finish('the voice of this device failed', true));
  own.after(START_WAIT_MS, () => {
    if (startMs !== null) return;
    synthesis.cancel();
    finish('the voice of this device did not start', true);
  });
  scope.own(stop, stop);
  synthesis.speak(utterance);
  return { stop };
}

function browserSynthesis(): SynthesisLike {
  if (!('speechSynthesis' in globalThis)) throw noVoice();
  return globalThis.speechSynthesis;
}

function loadVoices(scope: Scope, synthesis: SynthesisLike): Promise<readonly SpeechSynthesisVoice[]> {
  const voices = synthesis.getVoices();
  if (voices.length > 0) return Promise.resolve(voices);
  return new Promise((resolve) => {
    const own = scope.child();
    const done = (): void => {
      own.end();
      resolve(synthesis.getVoices());
    };
    own.listen(synthesis, 'voiceschanged', done);
    own.after(VOICES_WAIT_MS, done);
    scope.own(resolve, () => resolve([]));
  });
}

/** A voice of this machine in the language, the person's own default first. */
function pickVoice(
  voices: readonly SpeechSynthesisVoice[],
  language: string,
): SpeechSynthesisVoice | undefined {
  const local = voices.filter(({ localService, lang }) => localService && sameLanguage(lang, language));
  return local.find((voice) => voice.default) ?? local[0];
}

/** Android writes en_US where others write en-US. */
const sameLanguage = (tag: string, language: string): boolean =>
  tag.toLowerCase().split(/[-_]/)[0] === language.toLowerCase().split('-')[0];

const noVoice = (): PlainError =>
  new PlainError(
    'no-voice',
    'This device has no English voice of its own to speak the reply with.',
    'Install one in its language settings, or use the scripted replies.',
  );
