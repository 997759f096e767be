import {
  browserDevices,
  createTakeCutter,
  encodeWav,
  judgeTake,
  openMic,
  promptsFor,
  CLIP_FORMS,
} from '../../pipeline';
import type { MicEvent, Mood, Prompt } from '../../pipeline';
import { SILENCE_DBFS } from '../../shared/audio-level';
import { toPlainError } from '../../shared/plain-error';
import type { PlainError } from '../../shared/plain-error';
import type { Scope } from '../../shared/scope';
import { SAMPLE_RATE_HZ } from '../../shared/units';
import type { RecorderState } from '../clips/state';
import type { Bank, KeptRecording } from './store';

/** What the recorder needs of its surroundings. */
export interface RecorderOptions {
  readonly bank: Bank;
  /** Names of the recordings that are there already. */
  readonly done: ReadonlySet<string>;
  readonly micId: string | null;
  readonly context: () => AudioContext;
  /** Keeps a take; rejects with a `PlainError`. */
  readonly keep: (recording: KeptRecording) => Promise<void>;
  readonly onState: (state: RecorderState) => void;
  readonly onFault: (error: PlainError) => void;
}

/** A guided recording: one prompt after another, each take found, judged and kept by itself. */
export interface RecorderSession {
  listen(): Promise<void>;
  pause(): void;
  go(at: number): void;
  levelDbfs(): number;
  end(): void;
}

/** The file of a prompt's take. */
export const takeFile = ({ form, mood }: Prompt): string => `${form}-${mood}-1.wav`;

/** Where to go on: the first prompt from `from` on without a take, else the first of all; the end when all are done. */
export function nextPrompt(prompts: readonly Prompt[], done: ReadonlySet<string>, from = 0): number {
  const open = (prompt: Prompt): boolean => !done.has(takeFile(prompt));
  const later = prompts.findIndex((prompt, at) => at >= from && open(prompt));
  if (later >= 0) return later;
  const first = prompts.findIndex(open);
  return first < 0 ? prompts.length : first;
}

/** Starts the guided recorder, paused, at the first prompt without a take. The scope ends it. */
export function startRecorder(scope: Scope, options: RecorderOptions): RecorderSession {
  const { bank, keep, onState, onFault } = options;
  const prompts = promptsFor(CLIP_FORMS, (bank.moods ?? []) as readonly Mood[]);
  const at = nextPrompt(prompts, options.done);
  let state: RecorderState = {
    bankId: bank.id,
    prompts,
    at,
    done: options.done,
    phase: at === prompts.length ? 'finished' : 'paused',
    speaking: false,
    verdict: null,
    last: null,
  };
  let line: Scope | null = null;
  let levelDbfs = SILENCE_DBFS;
  const set = (part: Partial<RecorderState>): void => {
    state = { ...state, ...part };
    onState(state);
  };
  const hangUp = (): void => {
    line?.end();
    line = null;
    levelDbfs = SILENCE_DBFS;
  };

  const take = async (samples: Float32Array, backgroundDbfs: number): Promise<void> => {
    const prompt = prompts[state.at];
    if (!prompt || state.phase !== 'listening') return;
    try {
      const { sound, durationMs, rmsDbfs } = judgeTake(samples, backgroundDbfs);
      const file = takeFile(prompt);
      // Moves on before it is kept: the next thing said belongs to the next prompt.
      const done = new Set([...state.done, file]);
      const next = nextPrompt(prompts, done, state.at + 1);
      const finished = next === prompts.length;
      set({
        done,
        at: next,
        verdict: null,
        last: { file, durationMs },
        phase: finished ? 'finished' : 'listening',
      });
      if (finished) hangUp();
      await keep({
        entry: {
          file,
          form: prompt.form,
          delivery: prompt.mood,
          duration_ms: Math.round(durationMs),
          rms_db: Math.round(rmsDbfs * 100) / 100,
        },
        bytes: encodeWav([sound.samples], SAMPLE_RATE_HZ),
      });
    } catch (error) {
      const plain = toPlainError(error, 'take-failed', 'That take was lost.', 'Say it again.');
      if (plain.code.startsWith('take-')) return set({ verdict: plain.sentence });
      // It could not be kept: nothing more is recorded until the person knows.
      hangUp();
      const done = new Set(state.done);
      done.delete(takeFile(prompt));
      set({ phase: 'paused', done, at: prompts.indexOf(prompt), last: null });
      onFault(plain);
    }
  };

  const onMic = (event: MicEvent): void => {
    if (event.kind !== 'lost' && event.kind !== 'failed') return;
    hangUp();
    set({ phase: 'paused', speaking: false });
    onFault(event.error);
  };

  scope.own(state, hangUp);
  onState(state);
  return {
    levelDbfs: () => levelDbfs,
    async listen() {
      if (state.phase !== 'paused') return;
      set({ phase: 'opening', verdict: null });
      const own = scope.child();
      line = own;
      try {
        const context = options.context();
        void context.resume();
        const cutter = createTakeCutter();
        await openMic(own, {
          context,
          deviceId: options.micId,
          raw: true,
          devices: browserDevices(),
          onEvent: onMic,
          onFrame(frame) {
            const event = cutter.push(frame);
            if (event.kind === 'take') {
              if (state.speaking) set({ speaking: false });
              void take(event.samples, event.backgroundDbfs);
              return;
            }
            levelDbfs = event.dbfs;
            if (event.speaking !== state.speaking) set({ speaking: event.speaking });
          },
        });
        if (own.ended) return;
        set({ phase: 'listening' });
      } catch (error) {
        if (own.ended) return;
        hangUp();
        set({ phase: 'paused' });
        onFault(toPlainError(error, 'mic-failed', 'The microphone could not be started.', 'Try again.'));
      }
    },
    pause() {
      hangUp();
      if (state.phase === 'listening' || state.phase === 'opening') set({ phase: 'paused', speaking: false });
    },
    go(place) {
      if (place < 0 || place >= prompts.length) return;
      set({ at: place, verdict: null, phase: state.phase === 'finished' ? 'paused' : state.phase });
    },
    end() {
      hangUp();
    },
  };
}
