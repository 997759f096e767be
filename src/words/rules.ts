import type { Ms } from '../shared/units';
import { AGREEMENT_RULES, type AgreementRules } from './agreement';
import { VOICE_RULES, type VoiceRules } from './voice-activity';
import { WINDOW_RULES, type WindowRules } from './window';

/** Everything that can be tuned about hearing words; the defaults are what `scripts/eval-words.ts` found best. */
export interface WordsRules {
  readonly voice: VoiceRules;
  readonly agreement: AgreementRules;
  readonly window: WindowRules;
  /** New audio between two passes over running speech. */
  readonly hopMs: Ms;
  /** Audio kept from before speech was noticed. */
  readonly preRollMs: Ms;
  /**
   * Silence put behind running speech before it is decoded: cut off at full voice, the model makes up how it goes on (without
   * it the word error rate was 1.6 points higher).
   */
  readonly padMs: Ms;
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
  hopMs: 160,
  preRollMs: 320,
  padMs: 300,
  shedMs: 400,
  tokensPerSecond: 6.5,
  extraTokens: 3,
  leastLogProb: -2.5,
};
