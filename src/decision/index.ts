/** The decision: words, silence, history and dials in; probabilities and one action out. */
export { sinceLast } from './condition';
export { createDecisionClient, type DecisionClientOptions } from './decision.client';
export {
  createFullDecisionClient,
  type FullDecisionOptions,
  type FullDecisionStage,
} from './decision-full.client';
export type { DecisionNote, DecisionPackIds, FullDecisionNote } from './decision.protocol';
export { checkDials, DEFAULT_DIALS, PRESETS, rateAt, type DialRate } from './dials';
export { parseHeadMeta, type HeadMeta, type Policy } from './meta';
export { estimateMirror, type MirrorEstimate, type MirrorHistory, type Span } from './mirror';
export type { DecisionPacks, PackLike } from './decision-packs';
export { loadCheckedDecision, type CheckedDecision } from './full-models';
export { loadDecisionModels, type DecisionModels } from './models';
export {
  judgePolicy,
  latePolicy,
  missedSilences,
  policyForWords,
  POLICY_START,
  threshold,
  type PolicyInput,
  type PolicyOutput,
  type PolicyState,
} from './policy';
export { selfCheckDecision } from './self-check';
export { simulateTalk, speechMinutes, type SimulatedEvent } from './simulate';
export { createDecisionStage, MEMORY_WORDS, type Ask, type DecisionStage } from './stage';
