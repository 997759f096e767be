/** The reply: the conversation so far in, a spoken turn out. Scripted by default, from an endpoint as an option. */
export { chooseLine, SCRIPT_START, type ScriptState } from './choose-line';
export { completionsUrl, type EndpointSettings } from './endpoint';
export type { PageLimits } from './endpoint-errors';
export { createReplies, type Replies, type RepliesOptions } from './replies';
export { loadVoice, type ScriptLine, type Voice } from './voice';
