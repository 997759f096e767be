/** Making a clip bank: recordings, archives and takes in, trimmed and checked entries out. Pure but for the decoder it is given. */
export {
  BANK_JSON,
  freeName,
  parseBankFile,
  writeBankFile,
  type BankEntry,
  type BankFile,
  type BankRights,
} from './bank-file';
export { CLIP_FORMS } from './forms';
export { measuredEntry, type Measured } from './measured';
export { formOfName, type NamedForm } from './names';
export { MOODS, promptsFor, type Mood, type Prompt } from './prompts';
export { LONGEST_FILE_MS, prepareRecording, type PreparedRecording } from './prepare';
export { readRecordings, type FileToRead, type ReadEvent, type ReadRecording } from './read-files';
export { createTakeCutter, judgeTake, type TakeEvent } from './takes';
export { unzip, type Unzipped, type ZipEntry } from './unzip';
export { RIGHTS_TXT, rightsText, zipBank } from './zip-bank';
