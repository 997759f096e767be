import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WordsEvent } from '../flow';
import type { PlainError } from '../shared/plain-error';
import { createScope, type Scope } from '../shared/scope';
import {
  BROWSER_WORDS_NOTICE,
  browserWordsAvailable,
  createBrowserWords,
  type SpeechRecognitionLike,
} from './browser-words';

/** Does nothing by itself: the test says what the service hears. */
class FakeRecognition extends EventTarget implements SpeechRecognitionLike {
  static made: FakeRecognition[] = [];
  lang = '';
  continuous = false;
  interimResults = false;
  starts = 0;
  aborted = false;

  constructor() {
    super();
    FakeRecognition.made.push(this);
  }
  start(): void {
    this.starts++;
  }
  abort(): void {
    this.aborted = true;
  }
  say(...results: readonly (readonly [text: string, isFinal: boolean])[]): void {
    const list = results.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal }));
    this.dispatchEvent(Object.assign(new Event('result'), { resultIndex: 0, results: list }));
  }
  fail(error: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { error }));
    this.dispatchEvent(new Event('end'));
  }
}

const host = { webkitSpeechRecognition: FakeRecognition };
let scope: Scope;
let nowMs = 0;
let events: WordsEvent[];
let faults: PlainError[];

const listen = (): FakeRecognition => {
  createBrowserWords(scope, {
    host,
    nowMs: () => nowMs,
    onEvents: (more) => events.push(...more),
    onFailure: (fault) => faults.push(fault),
  });
  const [recognition] = FakeRecognition.made;
  if (!recognition) throw new Error('No recognition was made.');
  return recognition;
};
const words = () => events.flatMap((event) => (event.kind === 'word' ? [event.word] : []));
const texts = () => words().map(({ text }) => text);

beforeEach(() => {
  FakeRecognition.made = [];
  scope = createScope();
  nowMs = 0;
  events = [];
  faults = [];
});
afterEach(() => scope.end());

describe('createBrowserWords', () => {
  it('emits each word once, when two results agree or the result is final', () => {
    const recognition = listen();
    nowMs = 1000;
    recognition.say(['I went', false]);
    expect(texts()).toEqual([]);
    nowMs = 1300;
    recognition.say(['I went home', false]);
    expect(texts()).toEqual(['I', 'went']);
    nowMs = 2000;
    recognition.say(['I went home today', true]);
    expect(texts()).toEqual(['I', 'went', 'home', 'today']);
    nowMs = 2600;
    recognition.say(['I went home today', true], [' and then', false]);
    expect(texts()).toHaveLength(4);
  });

  it('estimates times in order, none in the future', () => {
    const recognition = listen();
    nowMs = 2000;
    recognition.say(['we went to the lake', true]);
    nowMs = 2100;
    recognition.say(['we went to the lake', true], ['it was nice', true]);
    let lastMs = 0;
    for (const word of words()) {
      expect(word.startMs).toBeGreaterThanOrEqual(lastMs);
      expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
      expect(word.heardMs).toBeGreaterThanOrEqual(word.endMs);
      lastMs = word.endMs;
    }
    expect(words()).toHaveLength(8);
  });

  it('shows what may still change', () => {
    const recognition = listen();
    recognition.say(['I wen', false]);
    expect(events).toContainEqual({ kind: 'tentative', text: 'I wen', heardMs: 0 });
  });

  it('goes on when the service rests, and keeps the words it left unfinished', () => {
    const recognition = listen();
    recognition.say(['and then', false]);
    recognition.fail('no-speech');
    expect(texts()).toEqual(['and', 'then']);
    expect(recognition.starts).toBe(2);
    expect(faults).toEqual([]);
    recognition.say(['we left', true]);
    expect(texts()).toEqual(['and', 'then', 'we', 'left']);
  });

  it.each([
    ['not-allowed', 'browser-words-denied'],
    ['network', 'browser-words-offline'],
    ['audio-capture', 'browser-words-mic'],
  ])('stops for good on %s and says why once', (error, code) => {
    const recognition = listen();
    recognition.fail(error);
    recognition.fail(error);
    expect(faults.map((fault) => fault.code)).toEqual([code]);
    expect(recognition.starts).toBe(1);
  });

  it('ends with its scope', () => {
    const recognition = listen();
    scope.end();
    expect(recognition.aborted).toBe(true);
    recognition.say(['more', true]);
    recognition.dispatchEvent(new Event('end'));
    expect(events).toEqual([]);
    expect(recognition.starts).toBe(1);
  });

  it('says what is sent where, and whether it exists at all', () => {
    expect(BROWSER_WORDS_NOTICE).toMatch(/Google.*Microsoft.*Apple/);
    expect(browserWordsAvailable(host)).toBe(true);
    expect(browserWordsAvailable({})).toBe(false);
    expect(() =>
      createBrowserWords(scope, { host: {}, nowMs: () => 0, onEvents: () => {}, onFailure: () => {} }),
    ).toThrow(/no speech recognition/);
  });
});
