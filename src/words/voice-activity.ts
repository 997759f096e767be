import { FRAME_SAMPLES, samplesToMs, type Ms } from '../shared/units';

const FRAME_MS = samplesToMs(FRAME_SAMPLES);

/** When speech is said to begin and to end. */
export interface VoiceRules {
  /** Probability at which speech begins (Silero's default). */
  readonly onset: number;
  /** Probability below which it may have ended (Silero's default: onset - 0.15). */
  readonly offset: number;
  /** Silence after which speech is said to have paused and sure words are settled. */
  readonly settleMs: Ms;
  /** Silence after which doubtful words are settled too. */
  readonly finalMs: Ms;
  /** Silence after which the segment is closed and its audio let go. */
  readonly closeMs: Ms;
}

export const VOICE_RULES: VoiceRules = {
  onset: 0.5,
  offset: 0.35,
  settleMs: 200,
  finalMs: 384,
  closeMs: 800,
};

/** Where speech stands. `settled`: a pause, but the segment is still open. */
export type VoiceState =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'speech'; readonly startMs: Ms; readonly lastVoiceMs: Ms }
  | { readonly kind: 'settled'; readonly startMs: Ms; readonly lastVoiceMs: Ms };

/** What one more frame changed: `start` opens a segment, `resume` goes on with a settled one. */
export type VoiceChange =
  { readonly kind: 'none' } | { readonly kind: 'start' | 'resume' | 'settle' | 'close'; readonly atMs: Ms };

export const QUIET: VoiceState = { kind: 'quiet' };
const NONE: VoiceChange = { kind: 'none' };

/** Takes the speech probability of the frame that ends at `endMs`. */
export function hearVoice(
  state: VoiceState,
  probability: number,
  endMs: Ms,
  rules: VoiceRules = VOICE_RULES,
): readonly [VoiceState, VoiceChange] {
  const atMs = endMs - FRAME_MS;
  if (state.kind === 'quiet') {
    if (!(probability >= rules.onset)) return [state, NONE];
    return [
      { kind: 'speech', startMs: atMs, lastVoiceMs: endMs },
      { kind: 'start', atMs },
    ];
  }
  if (probability >= (state.kind === 'settled' ? rules.onset : rules.offset)) {
    const speech: VoiceState = { kind: 'speech', startMs: state.startMs, lastVoiceMs: endMs };
    return [speech, state.kind === 'settled' ? { kind: 'resume', atMs } : NONE];
  }
  const silenceMs = endMs - state.lastVoiceMs;
  if (silenceMs >= rules.closeMs) return [QUIET, { kind: 'close', atMs: state.lastVoiceMs }];
  if (state.kind === 'speech' && silenceMs >= rules.settleMs)
    return [
      { ...state, kind: 'settled' },
      { kind: 'settle', atMs: state.lastVoiceMs },
    ];
  return [state, NONE];
}
