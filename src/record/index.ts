/** The record: one session as one file of JSON lines. Writing, reading, saving. */
export { controlFields, headerControls } from './controls';
export { inOrder, readJsonLines, type JsonLine, type LineProblem } from './lines';
export { readRecord, type ReadRecord } from './reader';
export {
  downloaded,
  exportRecord,
  pickedFile,
  saveParts,
  saveRecord,
  type FileHandleLike,
  type FileWriter,
} from './save';
export {
  EVENT_KINDS,
  RECORD_VERSION,
  type EventKind,
  type EventOf,
  type RecordEvent,
  type RecordHeader,
  type RecordLine,
} from './schema';
export { readWindowsJsonl, type DecisionWindow } from './windows-reader';
export { readWordsJsonl } from './words-reader';
export { recordLine } from './writer';
