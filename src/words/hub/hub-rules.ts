import type { HubRecogniser } from '../../packs';
import type { WordsRules } from '../rules';

/**
 * What differs from the built-in recogniser's rules, which were fitted on it. When a word counts as settled is told by the same
 * weights: log-probabilities mean the same, and agreement between passes does the rest.
 */
export const HUB_RULES: Readonly<Record<HubRecogniser['architecture'], Partial<WordsRules>>> = {
  moonshine: {},
  // Its tokens are shorter (openai/whisper: at most 224 for 30 s), and it puts silence behind everything by itself.
  whisper: { tokensPerSecond: 7.5, extraTokens: 6, padMs: 0 },
};

/** Rounds of warming up. Whisper reads 30 s in every pass, which is as much work as many of Moonshine's. */
export const HUB_WARM_UP: Readonly<Record<HubRecogniser['architecture'], number>> = {
  moonshine: 6,
  whisper: 2,
};
