import type { WordsEvent } from '../flow';
import { FRAME_SAMPLES, msToSamples, samplesToMs, type Ms, type Samples } from '../shared/units';
import { stableCount, sureCount } from './agreement';
import { repeatedCount } from './continuation';
import type { Piece } from './frames';
import type { HeardWord } from './hypothesis';
import type { Hearing } from './models';
import { MIN_UTTERANCE_SAMPLES } from './recogniser';
import type { WordsRules } from './rules';
import { hearVoice, QUIET, type VoiceChange, type VoiceState } from './voice-activity';
import { SpeechWindow } from './window';

/** One stretch of audio without gaps, from its first frame to its end. */
export interface Listening {
  hear(piece: Piece, backlogMs: Ms): Promise<readonly WordsEvent[]>;
  /** The audio ended: settles every word. */
  end(): Promise<readonly WordsEvent[]>;
}

/** One pass over a window of audio; the words' times count from `startMs`, those on the session's clock. */
export interface Pass {
  readonly startMs: Ms;
  readonly endMs: Ms;
  readonly words: readonly HeardWord[];
  /** False where the length bound stopped the text: it is made up, at least in part. */
  readonly ended: boolean;
}

/** Says how many of the words after the settled ones are settled now; `endMs` is the window's end on their clock. */
type CountOf = (words: readonly HeardWord[], endMs: Ms) => number;

/** Follows the voice, decodes the running stretch of speech again and again, and settles its words. */
export function createListening(
  models: Hearing,
  rules: WordsRules,
  onPass?: (pass: Pass) => void,
): Listening {
  const vad = models.newVad();
  const preRoll: Float32Array[] = [];
  const preRollFrames = Math.ceil(msToSamples(rules.preRollMs) / FRAME_SAMPLES);
  const hopSamples = msToSamples(rules.hopMs);
  const padSamples = msToSamples(rules.padMs);
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

  /** Decodes the window, finds the words after the settled ones, and settles as many of them as `countOf` says. */
  const pass = async (heard: SpeechWindow, countOf: CountOf): Promise<WordsEvent[]> => {
    undecoded = 0;
    const { samples, lengthMs } = heard;
    if (samples.length < MIN_UTTERANCE_SAMPLES) return [];
    const { words, draft, ended } = await models.reader.read({
      heard: samples,
      samples: voice.kind === 'speech' ? withSilence(samples, padSamples) : samples,
      draft: heard.draft,
      maxTokens: Math.ceil((lengthMs / 1000) * rules.tokensPerSecond) + rules.extraTokens,
    });
    const fresh = words.slice(repeatedCount(heard.settled, words));
    // A text that the length bound stopped is made up, at least in part.
    const events = settle(heard, fresh, ended ? countOf(fresh, lengthMs) : 0);
    onPass?.({ startMs: heard.startMs, endMs: heard.endMs, words, ended });
    heard.remember(words);
    heard.draft = draft;
    heard.shorten(rules.window, (atMs) => words.find(({ endMs }) => endMs > atMs)?.from ?? draft.length);
    return events;
  };

  const settle = (heard: SpeechWindow, words: readonly HeardWord[], count: number): WordsEvent[] => {
    const heardMs = heard.endMs;
    const events = words.slice(0, count).flatMap((word, index) => {
      // The model ends every text with a full stop or the like; only a word after it, or a pause, shows that it is meant.
      const text = index === words.length - 1 && voice.kind === 'speech' ? spokenPart(word.text) : word.text;
      return emit({ ...word, text }, heard.startMs, heardMs);
    });
    heard.settle(words, count);
    const rest = heard.open.map(({ text }) => text).join(' ');
    if (rest !== tentative) events.push({ kind: 'tentative', text: rest, heardMs });
    tentative = rest;
    return events;
  };

  /** Settles what the last pass left open, without another pass. */
  const settleRest = (heard: SpeechWindow): WordsEvent[] =>
    heard.open.length === 0 ? [] : settle(heard, heard.open, heard.open.length);

  const emit = (word: HeardWord, offsetMs: Ms, heardMs: Ms): WordsEvent[] => {
    if (word.logProb < rules.leastLogProb) return [];
    const startMs = Math.max(lastWordEndMs, Math.min(offsetMs + word.startMs, heardMs));
    const endMs = Math.max(startMs, Math.min(offsetMs + word.endMs, heardMs));
    lastWordEndMs = endMs;
    return [{ kind: 'word', word: { text: word.text, startMs, endMs, heardMs, speaker: 'you' } }];
  };

  const sure: CountOf = (words) => sureCount(words, rules.agreement);

  /** Runs the pass that is due, if one is. */
  const follow = async (heard: SpeechWindow, change: VoiceChange, backlogMs: Ms): Promise<WordsEvent[]> => {
    if (change.kind === 'settle') return pass(heard, sure);
    if (voice.kind === 'settled')
      return heard.endMs - voice.lastVoiceMs >= rules.voice.finalMs ? settleRest(heard) : [];
    if (voice.kind === 'quiet' || undecoded < hopSamples) return [];
    if (backlogMs <= rules.shedMs)
      return pass(heard, (words, endMs) => stableCount(heard.passes, words, endMs, rules.agreement));
    undecoded = 0;
    return [{ kind: 'shed', passes: 1, heardMs: heard.endMs }];
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
      events.push(...(await follow(window, change, backlogMs)));
      if (change.kind === 'close') window = null;
      return events;
    },
    async end() {
      if (window === null) return [];
      const events: WordsEvent[] = [];
      if (voice.kind === 'speech') {
        const atMs = Math.min(voice.lastVoiceMs, window.endMs);
        events.push({ kind: 'voice', speaking: false, atMs, heardMs: window.endMs });
        voice = { ...voice, kind: 'settled' };
        events.push(...(await pass(window, sure)));
      }
      events.push(...settleRest(window));
      window = null;
      return events;
    },
  };
}

/** The samples with `count` zeros behind them. */
function withSilence(samples: Float32Array, count: Samples): Float32Array {
  const padded = new Float32Array(samples.length + count);
  padded.set(samples);
  return padded;
}

/** A word without the punctuation that follows it. */
const spokenPart = (text: string): string => text.replace(/[^\p{L}\p{N}]+$/u, '');
