/**
 * The wiring of the stages, once, for the page and for the command line, and the one place from which each stage can be reached
 * alone. Above this file nobody imports a stage.
 */
export { createConversation, type Conversation, type ConversationParts } from './pipeline/conversation';
export { runFile, type FileMoment, type FileRun } from './pipeline/file-run';
export { watchInOrder } from './pipeline/context-watch';
export { loadHands, type Endpoint, type Hands } from './pipeline/hands';
export { loadListener, type Listener, type ListenerProgress } from './pipeline/listener';
export type { SetState } from './pipeline/set-switch';
export { startLive, type LiveEvents, type LiveSession, type LiveSource } from './pipeline/live';
export { peekListener, type Peek } from './pipeline/peek';
export { wordsFileEvents } from './pipeline/words-file';

export {
  checkDials,
  createDecisionStage,
  DEFAULT_DIALS,
  latePolicy,
  loadCheckedDecision,
  loadDecisionModels,
  policyForWords,
  PRESETS,
  rateAt,
  selfCheckDecision,
  simulateTalk,
  speechMinutes,
  type DecisionModels,
  type DecisionStage,
  type HeadMeta,
  type MirrorEstimate,
  type Policy,
} from './decision';
export {
  browserDevices,
  checkMic,
  decodeAudioFile,
  decodeSound,
  frames,
  listMics,
  openMic,
  type MicEvent,
} from './mic';
export {
  chooseClip,
  CLIP_START,
  createClipEncoder,
  createClipEncoderClient,
  createContextEncoder,
  createFullContextEncoder,
  isNear,
  lackingWords,
  loadCheckedContext,
  loadClipModels,
  loadContextModels,
  rankRecordings,
  selfCheckClips,
  targetDistance,
  underControls,
  withNearest,
  type ClipEncoder,
  type ClipModels,
  type ContextEncoder,
  type ContextModels,
  type EmbeddedContext,
  type EmbeddedRecording,
} from './clip';
export {
  BANK_JSON,
  CLIP_FORMS,
  createTakeCutter,
  formOfName,
  freeName,
  judgeTake,
  loadClipBank,
  LONGEST_FILE_MS,
  measuredEntry,
  MOODS,
  parseBankFile,
  prepareRecording,
  promptsFor,
  readRecordings,
  RIGHTS_TXT,
  rightsText,
  unzip,
  writeBankFile,
  zipBank,
  type BankEntry,
  type BankFile,
  type BankPack,
  type BankRights,
  type ClipBank,
  type FileToRead,
  type Measured,
  type Mood,
  type Prompt,
  type ReadEvent,
} from './clip';
export { createSpeaker, matchGainDb, type LiveSpeaker } from './speaker';
export {
  BROWSER_WORDS_NOTICE,
  browserWordsAvailable,
  createWordsStage,
  loadWordsModels,
  selfCheckWords,
  type WordsModels,
} from './words';
export { encodeWav } from './shared/wav';
export { resample } from './shared/resample';
export type { RecordEvent, RecordHeader, RecordLine } from './record';
