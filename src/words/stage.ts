import type { AudioFrame, WordsEvent } from '../flow';
import { PlainError } from '../shared/plain-error';
import { FRAME_SAMPLES, samplesToMs, type Ms } from '../shared/units';
import { createFrameCutter } from './frames';
import { createListening, type Pass } from './listening';
import type { Hearing } from './models';
import { WORDS_RULES, type WordsRules } from './rules';

export interface WordsOptions {
  readonly rules?: Partial<WordsRules>;
  /** A clock in ms; with it, `progress` events say how long the frame took to compute. */
  readonly now?: () => Ms;
  /** Told once about each kind of fault in the audio; the stage goes on. */
  readonly onFault?: (fault: PlainError) => void;
  /** Told about every pass, for measuring. */
  readonly onPass?: (pass: Pass) => void;
}

/** Audio in, words out. One call at a time: await each before the next. */
export interface WordsStage {
  /** The device by name. */
  readonly backend: string;
  /** Takes frames in order, of any length. `backlogMs`: audio that waits behind this frame; without it nothing is ever shed. */
  push(frame: AudioFrame, backlogMs?: Ms): Promise<readonly WordsEvent[]>;
  /** The audio ended: settles every word. The next frame begins anew at its own `startSample`. */
  flush(): Promise<readonly WordsEvent[]>;
  /** Runs every graph until the runtime has optimised it (V8 does so after some calls, `rounds`); hears nothing. */
  warmUp(rounds?: number): Promise<void>;
}

/** Rounds of warming up, two seconds of audio each; after about five a pass takes no less time than after more. */
const WARM_UP_ROUNDS = 6;

/** Makes the stage in this thread. The models may be shared by several stages, one after another. */
export function createWordsStage(models: Hearing, options: WordsOptions = {}): WordsStage {
  const rules: WordsRules = { ...WORDS_RULES, ...options.rules };
  const frames = createFrameCutter();
  let listening = createListening(models, rules, options.onPass);
  let faultTold = false;

  const wholeNumbers = (samples: Float32Array): Float32Array => {
    if (samples.every((sample) => Number.isFinite(sample))) return samples;
    if (!faultTold) options.onFault?.(brokenAudio());
    faultTold = true;
    return samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
  };

  return {
    backend: models.backend,
    async push({ startSample, samples }, backlogMs = 0) {
      const startedMs = options.now?.();
      const events: WordsEvent[] = [];
      for (const piece of frames.push({ startSample, samples: wholeNumbers(samples) }))
        events.push(...(await listening.hear(piece, backlogMs)));
      const computeMs = startedMs === undefined ? undefined : (options.now?.() ?? startedMs) - startedMs;
      events.push({
        kind: 'progress',
        heardMs: samplesToMs(startSample + samples.length),
        ...(computeMs === undefined ? {} : { computeMs }),
      });
      return events;
    },
    async flush() {
      const rest = frames.flush();
      const events = rest === null ? [] : [...(await listening.hear(rest, 0))];
      events.push(...(await listening.end()));
      listening = createListening(models, rules, options.onPass);
      return events;
    },
    async warmUp(rounds = WARM_UP_ROUNDS) {
      const samples = Float32Array.from({ length: 32_000 }, (_, n) => 0.01 * Math.sin(n * n * 1e-4));
      const vad = models.newVad();
      for (let round = 0; round < rounds; round++) {
        for (let at = 0; at < samples.length; at += FRAME_SAMPLES)
          await vad.probability(samples.subarray(at, at + FRAME_SAMPLES));
        await models.reader.read({ samples, heard: samples, draft: [], maxTokens: 6 });
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
