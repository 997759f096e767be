import type { AudioFrame, WordsEvent } from '../flow';
import { PlainError } from '../shared/plain-error';
import { FRAME_SAMPLES, msToSamples, samplesToMs, type Ms, type Samples } from '../shared/units';
import { AGREEMENT_RULES, stableCount, type AgreementRules } from './agreement';
import { createFrameCutter } from './frames';
import { readWords, type HeardWord } from './hypothesis';
import type { WordsModels } from './models';
import { MIN_UTTERANCE_SAMPLES } from './recogniser';
import { lengthBeforeLoop } from './repetition';
import { hearVoice, QUIET, VOICE_RULES, type VoiceRules, type VoiceState } from './voice-activity';
import { SpeechWindow, WINDOW_RULES, type WindowRules } from './window';

/** Everything that can be tuned about hearing words; the defaults are what `scripts/eval-words.ts` measured. */
export interface WordsRules {
  readonly voice: VoiceRules;
  readonly agreement: AgreementRules;
  readonly window: WindowRules;
  /** New audio between two passes over running speech. */
  readonly hopMs: Ms;
  /** Audio kept from before speech was noticed. */
  readonly preRollMs: Ms;
  /** Unheard audio waiting at which a pass is left out. */
  readonly shedMs: Ms;
  /** The model's own bound on its output (Moonshine: 6.5 tokens a second), with room for short words. */
  readonly tokensPerSecond: number;
  readonly extraTokens: number;
  /** Words below this mean log-probability are taken for noise. */
  readonly leastLogProb: number;
}

export const WORDS_RULES: WordsRules = {
  voice: VOICE_RULES,
  agreement: AGREEMENT_RULES,
  window: WINDOW_RULES,
  hopMs: 192,
  preRollMs: 320,
  shedMs: 400,
  tokensPerSecond: 6.5,
  extraTokens: 3,
  leastLogProb: -2.5,
};

export interface WordsOptions {
  readonly rules?: Partial<WordsRules>;
  /** A clock in ms; with it, `progress` events say how long the frame took to compute. */
  readonly now?: () => Ms;
  /** Told once about each kind of fault in the audio; the stage goes on. */
  readonly onFault?: (fault: PlainError) => void;
}

/** Audio in, words out. One call at a time: await each before the next. */
export interface WordsStage {
  /** The device by name. */
  readonly backend: string;
  /** Takes frames in order, of any length. `backlogMs`: audio that waits behind this frame; without it nothing is ever shed. */
  push(frame: AudioFrame, backlogMs?: Ms): Promise<readonly WordsEvent[]>;
  /** The audio ended: settles every word. The next frame begins anew at its own `startSample`. */
  flush(): Promise<readonly WordsEvent[]>;
  /** Runs every graph on noise until the runtime has optimised it; hears nothing of it. */
  warmUp(): Promise<void>;
}

type Pass = 'running' | 'settling';

/** Makes the stage in this thread. The models may be shared by several stages, one after another. */
export function createWordsStage(models: WordsModels, options: WordsOptions = {}): WordsStage {
  const rules = { ...WORDS_RULES, ...options.rules };
  const { recogniser, tokens } = models;
  const frames = createFrameCutter();
  const preRoll: Float32Array[] = [];
  const preRollFrames = Math.ceil(msToSamples(rules.preRollMs) / FRAME_SAMPLES);
  let vad = models.newVad();
  let voice: VoiceState = QUIET;
  let window: SpeechWindow | null = null;
  let unheard: Samples = 0;
  let lastWordEndMs: Ms = 0;
  let tentative = '';
  let faulty = false;

  const pass = async (open: SpeechWindow, kind: Pass): Promise<WordsEvent[]> => {
    unheard = 0;
    const { samples } = open;
    if (samples.length < MIN_UTTERANCE_SAMPLES) return [];
    const maxTokens =
      Math.ceil((samplesToMs(samples.length) / 1000) * rules.tokensPerSecond) + rules.extraTokens;
    const hypothesis = await recogniser.decode({
      samples,
      forced: open.forced,
      draft: open.draft,
      maxTokens,
    });
    const kept = Math.max(open.forced.length, lengthBeforeLoop(hypothesis.tokens));
    const ids = hypothesis.tokens.slice(0, kept);
    const words = readWords(
      { ...hypothesis, tokens: ids },
      open.forced.length,
      tokens,
      samples,
      recogniser.shape.samplesPerFrame,
    );
    const endMs = samplesToMs(samples.length);
    const count =
      kind === 'settling' ? words.length : stableCount(open.previous, words, endMs, rules.agreement);
    const heardMs = open.endMs;
    const events = words.slice(0, count).flatMap((word) => emit(word, open.startMs, heardMs));
    open.settle(ids, words, count);
    const rest = words
      .slice(count)
      .map((word) => word.text)
      .join(' ');
    if (rest !== tentative) events.push({ kind: 'tentative', text: rest, heardMs });
    tentative = rest;
    open.shorten(rules.window);
    return events;
  };

  const emit = (word: HeardWord, offsetMs: Ms, heardMs: Ms): WordsEvent[] => {
    if (word.logProb < rules.leastLogProb) return [];
    const startMs = Math.max(lastWordEndMs, Math.min(offsetMs + word.startMs, heardMs));
    const endMs = Math.max(startMs, Math.min(offsetMs + word.endMs, heardMs));
    lastWordEndMs = endMs;
    return [{ kind: 'word', word: { text: word.text, startMs, endMs, heardMs, speaker: 'you' } }];
  };

  /** Opens, feeds and closes the window as the voice comes and goes. */
  const hear = async (frame: Float32Array, endSample: Samples, backlogMs: Ms): Promise<WordsEvent[]> => {
    const heardMs = samplesToMs(endSample);
    const events: WordsEvent[] = [];
    const [next, change] = hearVoice(voice, await vad.probability(frame), heardMs, rules.voice);
    voice = next;
    if (change.kind === 'start') {
      const before = preRoll.length * FRAME_SAMPLES;
      window = new SpeechWindow(
        endSample - FRAME_SAMPLES - before,
        msToSamples(rules.window.longestMs + 1000),
      );
      for (const old of preRoll) window.append(old);
      unheard = 0;
    }
    preRoll.push(frame);
    if (preRoll.length > preRollFrames) preRoll.shift();
    if (change.kind === 'start' || change.kind === 'resume')
      events.push({ kind: 'voice', speaking: true, atMs: change.atMs, heardMs });
    if (change.kind === 'settle') events.push({ kind: 'voice', speaking: false, atMs: change.atMs, heardMs });
    if (window === null) return events;

    window.append(frame);
    unheard += frame.length;
    if (change.kind === 'settle') events.push(...(await pass(window, 'settling')));
    else if (voice.kind === 'speech' && unheard >= msToSamples(rules.hopMs)) {
      if (backlogMs <= rules.shedMs) events.push(...(await pass(window, 'running')));
      else {
        unheard = 0;
        events.push({ kind: 'shed', passes: 1, heardMs });
      }
    } else if (change.kind === 'close') window = null;
    return events;
  };

  const wholeNumbers = (samples: Float32Array): Float32Array => {
    if (samples.every((sample) => Number.isFinite(sample))) return samples;
    if (!faulty) options.onFault?.(brokenAudio());
    faulty = true;
    return samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
  };

  return {
    backend: models.backend,
    async push(frame, backlogMs = 0) {
      const startedMs = options.now?.();
      const events: WordsEvent[] = [];
      const clean = { ...frame, samples: wholeNumbers(frame.samples) };
      for (const piece of frames.push(clean))
        events.push(...(await hear(piece.samples, piece.endSample, backlogMs)));
      const heardMs = samplesToMs(frame.startSample + frame.samples.length);
      events.push({
        kind: 'progress',
        heardMs,
        ...(startedMs === undefined ? {} : { computeMs: (options.now?.() ?? 0) - startedMs }),
      });
      return events;
    },
    async flush() {
      const events: WordsEvent[] = [];
      const rest = frames.flush();
      if (rest !== null) events.push(...(await hear(rest.samples, rest.endSample, 0)));
      if (window !== null && voice.kind === 'speech') {
        events.push({ kind: 'voice', speaking: false, atMs: voice.lastVoiceMs, heardMs: window.endMs });
        events.push(...(await pass(window, 'settling')));
      }
      window = null;
      voice = QUIET;
      vad = models.newVad();
      preRoll.length = 0;
      lastWordEndMs = 0;
      return events;
    },
    async warmUp() {
      const samples = Float32Array.from({ length: 32_000 }, (_, n) => 0.01 * Math.sin(n * n * 1e-4));
      const spare = models.newVad();
      for (let round = 0; round < 8; round++) {
        for (let at = 0; at < samples.length / 4; at += FRAME_SAMPLES)
          await spare.probability(samples.subarray(at, at + FRAME_SAMPLES));
        await recogniser.decode({ samples, forced: [], draft: [], maxTokens: 6 });
      }
    },
  };
}

const brokenAudio = (): PlainError =>
  new PlainError(
    'audio-broken',
    'The sound that arrives contains values that are not numbers; they are heard as silence.',
    'If words go missing, choose another microphone or restart the browser.',
  );
