/** The clip: the conversation so far in, one recording of the bank and a gain out. */
export { loadClipBank, type BankPack, type ClipBank } from './bank';
export { chooseClip, CLIP_START, type ClipContext, type ClipState } from './choose';
export { createClipEncoderClient, type ClipEncoderOptions } from './clip.client';
export type { ClipNote, ClipPackIds } from './clip.protocol';
export {
  createClipEncoder,
  type ClipEncoder,
  type ContextInput,
  type EmbeddedContext,
  type EmbeddedRecording,
} from './encoder';
export { selfCheckClips } from './encoder-check';
export { loadClipModels, type ClipEncoderPacks, type ClipModels } from './encoder-models';
export { rankRecordings, type Ranked } from './rank';
export * from './import';
