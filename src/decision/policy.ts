import type { Action, Dials, Probabilities, Word } from '../flow';
import type { Ms } from '../shared/units';
import { surfaceAt } from './curve';
import type { HeadMeta, Policy } from './meta';

/*
 * When the listener acts: pure, with time an argument. The Python twin, with the rules in order, is
 * `training/mhm_training/policy.py`; the head pack's golden file ties the two.
 */

/** What the policy remembers: when it last decided each action, and its last action since the last word. */
export interface PolicyState {
  readonly backchannelMs: Ms | null;
  readonly turnClaimMs: Ms | null;
  readonly acted: Action;
}
export const POLICY_START: PolicyState = { backchannelMs: null, turnClaimMs: null, acted: 'stay_silent' };

/** Probabilities at one moment. */
export interface PolicyInput {
  readonly tMs: Ms;
  /** True at a word boundary, false at a re-judgement in silence. */
  readonly word: boolean;
  readonly silenceMs: Ms;
  readonly p: Probabilities;
  readonly dials: Dials;
  /** The listener's own cue or turn can be heard, or is about to be. */
  readonly listenerSounding: boolean;
}

export interface PolicyOutput {
  readonly action: Action;
  /** In plain words, for the record and the page. */
  readonly reason: string;
}

type Acting = Exclude<Action, 'stay_silent'>;
const CLAIM_ONLY: readonly Acting[] = ['turn_claim'];
const CLAIM_FIRST: readonly Acting[] = ['turn_claim', 'backchannel'];

/** Words of a file that are known later than this, by their median, are known late; half the recogniser's usual delay. */
const LATE_WORDS_MS: Ms = 150;

/** The policy for words known late, as the recogniser tells them: other thresholds, fitted to the same rates. */
export const latePolicy = (policy: HeadMeta['policy']): Policy => ({
  ...policy,
  thresholds: policy.late_thresholds,
});

/** The policy for the words of a file, by when they are known. */
export function policyForWords(
  policy: HeadMeta['policy'],
  words: readonly Pick<Word, 'endMs' | 'heardMs'>[],
): Policy {
  const delays = words.map(({ endMs, heardMs }) => heardMs - endMs).toSorted((one, other) => one - other);
  return (delays[Math.floor(delays.length / 2)] ?? 0) > LATE_WORDS_MS ? latePolicy(policy) : policy;
}

/** The next state, and what to do at this moment. */
export function judgePolicy(
  policy: Policy,
  state: PolicyState,
  input: PolicyInput,
): readonly [PolicyState, PolicyOutput] {
  const now = input.word ? ({ ...state, acted: 'stay_silent' } as const) : state;
  const silent = (reason: string) => [now, { action: 'stay_silent', reason }] as const;
  if (input.listenerSounding) return silent('listener sounding');
  if (alreadyActed(policy, now, input.tMs)) return silent('already acted');
  if (input.silenceMs > policy.rejudge_until_ms) return silent('silence too long');
  let reason: string | null = null;
  for (const action of now.acted === 'stay_silent' ? CLAIM_FIRST : CLAIM_ONLY) {
    if (score(input.p, action) < threshold(policy, action, input.dials, input.silenceMs)) continue;
    const refused = refusal(policy, now, input, action);
    if (refused === null) return [actedAt(now, action, input.tMs), { action, reason: 'above threshold' }];
    reason ??= refused;
  }
  return silent(reason ?? 'below threshold');
}

/** The score that a class needs at these dials and this silence. Sentence-final beats mid-sentence. */
export function threshold(policy: Policy, action: Acting, dials: Dials, silenceMs: Ms): number {
  const level = surfaceAt(policy.thresholds[action], dials);
  const odds = silenceMs < policy.phrase_final_silence_ms ? policy.mid_phrase_odds : 1;
  return (level * odds) / (1 - level + level * odds);
}

/**
 * The silences at which a word would have been judged, had it been known before `silenceMs` of it: so that a recogniser's delay does
 * not cost the listener the moments at which most backchannels fall. Those further back than a cue may be late are past.
 */
export const missedSilences = (policy: Policy, silenceMs: Ms): readonly Ms[] =>
  Array.from(
    { length: Math.ceil(silenceMs / policy.rejudge_every_ms) },
    (_, at) => at * policy.rejudge_every_ms,
  ).filter((missedMs) => missedMs >= silenceMs - policy.late_budget_ms);

/** A claim's probability; a backchannel's given that the turn is not claimed (0 when a claim is certain). */
export function score([claim, backchannel, silent]: Probabilities, action: Acting): number {
  if (action === 'turn_claim') return claim;
  const unclaimed = backchannel + silent;
  return unclaimed > 0 ? backchannel / unclaimed : 0;
}

/** A turn claim may still follow a backchannel at the same word, some time after it; nothing follows a claim. */
function alreadyActed(policy: Policy, state: PolicyState, tMs: Ms): boolean {
  if (state.acted === 'backchannel' && state.backchannelMs !== null)
    return tMs - state.backchannelMs < policy.claim_after_backchannel_ms;
  return state.acted !== 'stay_silent';
}

function refusal(policy: Policy, state: PolicyState, input: PolicyInput, action: Acting): string | null {
  const soon = (lastMs: Ms | null, waitMs: Ms) => lastMs !== null && input.tMs - lastMs < waitMs;
  if (action === 'backchannel') {
    if (input.dials.bc <= 0) return 'backchannel dial at zero';
    return soon(state.backchannelMs, policy.refractory_backchannel_ms) ? 'backchannel too soon' : null;
  }
  if (input.dials.tc <= 0 && input.silenceMs < policy.claim_silence_at_zero_ms)
    return 'turn claim dial at zero';
  return soon(state.turnClaimMs, policy.refractory_turn_ms) ? 'turn claim too soon' : null;
}

const actedAt = (state: PolicyState, action: Acting, tMs: Ms): PolicyState => ({
  ...state,
  acted: action,
  ...(action === 'backchannel' ? { backchannelMs: tMs } : { turnClaimMs: tMs }),
});
