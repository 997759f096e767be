import type { WordsEvent } from '../flow';
import { FRAME_SAMPLES, msToSamples, samplesToMs, type Ms, type Samples } from '../shared/units';
import { stableCount, sureCount } from './agreement';
import type { Piece } from './frames';
import { readWords, type HeardWord } from './hypothesis';
import type { WordsModels } from './models';
import { MIN_UTTERANCE_SAMPLES } from './recogniser';
import { lengthBeforeLoop } from './repetition';
import type { WordsRules } from './rules';
import { hearVoice, QUIET, type VoiceChange, type VoiceState } from './voice-activity';
import { SpeechWindow } from './window';

/** One stretch of audio without gaps, from its first frame to its end. */
export interface Listening {
  hear(piece: Piece, backlogMs: Ms): Promise<readonly WordsEvent[]>;
  /** The audio ended: settles every word. */
  end(): Promise<readonly WordsEvent[]>;
}

/** Follows the voice, decodes the running stretch of speech again and again, and settles its words. */
export function createListening(models: WordsModels, rules: WordsRules): Listening {
  const vad = models.newVad();
  const preRoll: Float32Array[] = [];
  const preRollFrames = Math.ceil(msToSamples(rules.preRollMs) / FRAME_SAMPLES);
  const hopSamples = msToSamples(rules.hopMs);
  let voice: VoiceState = QUIET;
  let window: SpeechWindow | null = null;
  let undecoded: Samples = 0;
  let lastWordEndMs: Ms = 0;
  let tentative = '';

  const openWindow = (endSample: Samples): SpeechWindow => {
    const startSample = endSample - FRAME_SAMPLES - preRoll.length * FRAME_SAMPLES;
    const opened = new SpeechWindow(startSample, msToSamples(rules.window.longestMs + 1000));
    for (const old of preRoll) opened.append(old);
    undecoded = 0;
    return opened;
  };

  /** Decodes the window and settles those of its words that `countOf` says. */
  const pass = async (
    open: SpeechWindow,
    countOf: (words: readonly HeardWord[], endMs: Ms) => number,
  ): Promise<WordsEvent[]> => {
    undecoded = 0;
    const { samples } = open;
    if (samples.length < MIN_UTTERANCE_SAMPLES) return [];
    const lengthMs = samplesToMs(samples.length);
    const hypothesis = await models.recogniser.decode({
      samples,
      forced: open.forced,
      draft: open.draft,
      maxTokens: Math.ceil((lengthMs / 1000) * rules.tokensPerSecond) + rules.extraTokens,
    });
    const kept = Math.max(open.forced.length, lengthBeforeLoop(hypothesis.tokens));
    const ids = hypothesis.tokens.slice(0, kept);
    const words = readWords(
      { ...hypothesis, tokens: ids },
      open.forced.length,
      models.tokens,
      samples,
      models.recogniser.shape.samplesPerFrame,
    );
    const events = settle(open, ids, words, countOf(words, lengthMs));
    open.shorten(rules.window);
    return events;
  };

  const settle = (
    open: SpeechWindow,
    ids: readonly number[],
    words: readonly HeardWord[],
    count: number,
  ): WordsEvent[] => {
    const heardMs = open.endMs;
    const events = words.slice(0, count).flatMap((word, index) => {
      // The model ends every text with a full stop or the like; only a word after it, or a pause, shows that it is meant.
      const text = index === words.length - 1 && voice.kind === 'speech' ? spokenPart(word.text) : word.text;
      return emit({ ...word, text }, open.startMs, heardMs);
    });
    open.settle(ids, words, count);
    const rest = open.previous.map(({ text }) => text).join(' ');
    if (rest !== tentative) events.push({ kind: 'tentative', text: rest, heardMs });
    tentative = rest;
    return events;
  };

  /** Settles what the last pass left open, without another pass. */
  const settleRest = (open: SpeechWindow): WordsEvent[] =>
    open.previous.length === 0
      ? []
      : settle(open, [...open.forced, ...open.draft], open.previous, open.previous.length);

  const emit = (word: HeardWord, offsetMs: Ms, heardMs: Ms): WordsEvent[] => {
    if (word.logProb < rules.leastLogProb) return [];
    const startMs = Math.max(lastWordEndMs, Math.min(offsetMs + word.startMs, heardMs));
    const endMs = Math.max(startMs, Math.min(offsetMs + word.endMs, heardMs));
    lastWordEndMs = endMs;
    return [{ kind: 'word', word: { text: word.text, startMs, endMs, heardMs, speaker: 'you' } }];
  };

  const sure = (words: readonly HeardWord[]): number => sureCount(words, rules.agreement);

  const decodeOpen = async (
    open: SpeechWindow,
    change: VoiceChange,
    backlogMs: Ms,
  ): Promise<WordsEvent[]> => {
    if (change.kind === 'settle') return pass(open, sure);
    if (voice.kind === 'settled')
      return open.endMs - voice.lastVoiceMs >= rules.voice.finalMs ? settleRest(open) : [];
    if (voice.kind === 'quiet' || undecoded < hopSamples) return [];
    if (backlogMs <= rules.shedMs)
      return pass(open, (words, endMs) => stableCount(open.previous, words, endMs, rules.agreement));
    undecoded = 0;
    return [{ kind: 'shed', passes: 1, heardMs: open.endMs }];
  };

  return {
    async hear({ samples, endSample, length }, backlogMs) {
      const heardMs = samplesToMs(endSample);
      const events: WordsEvent[] = [];
      const [next, change] = hearVoice(voice, await vad.probability(samples), heardMs, rules.voice);
      voice = next;
      if (change.kind === 'start') window = openWindow(endSample);
      if (change.kind === 'start' || change.kind === 'resume')
        events.push({ kind: 'voice', speaking: true, atMs: change.atMs, heardMs });
      if (change.kind === 'settle')
        events.push({ kind: 'voice', speaking: false, atMs: change.atMs, heardMs });
      preRoll.push(samples);
      if (preRoll.length > preRollFrames) preRoll.shift();
      if (window === null) return events;
      window.append(samples.subarray(0, length));
      undecoded += length;
      events.push(...(await decodeOpen(window, change, backlogMs)));
      if (change.kind === 'close') window = null;
      return events;
    },
    async end() {
      if (window === null) return [];
      const events: WordsEvent[] = [];
      if (voice.kind === 'speech') {
        const { lastVoiceMs: atMs } = voice;
        events.push({
          kind: 'voice',
          speaking: false,
          atMs: Math.min(atMs, window.endMs),
          heardMs: window.endMs,
        });
        voice = { ...voice, kind: 'settled' };
        events.push(...(await pass(window, sure)));
      }
      events.push(...settleRest(window));
      window = null;
      return events;
    },
  };
}

/** A word without the punctuation that follows it. */
const spokenPart = (text: string): string => text.replace(/[^\p{L}\p{N}]+$/u, '');
