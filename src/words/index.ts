/**
 * Audio in, words out: Silero VAD finds speech, Moonshine re-decodes the running stretch of it, a word is emitted once, when it
 * is stable. The page uses the client, the command line the stage itself.
 */
export { loadWordsModels, type WordsModels, type WordsPacks } from './models';
export { selfCheckWords } from './self-check';
export { WORDS_RULES, type WordsRules } from './rules';
export { createWordsStage, type WordsOptions, type WordsStage } from './stage';
export type { Pass } from './listening';
export { createWordsClient, type WordsClientOptions } from './words.client';
export type { WordsNote, WordsPackIds } from './words.protocol';
export { isEcho, type Playback } from './echo';
export {
  BROWSER_WORDS_NOTICE,
  browserWordsAvailable,
  createBrowserWords,
  type BrowserWordsOptions,
} from './browser-words';
export { createHubClient, type HubClientOptions } from './hub/hub.client';
export { withSpare, type SparedStage } from './hub/spare';
