/** The clip: the conversation so far in, one recording of the bank and a gain out. */
export { loadClipBank, type BankPack, type ClipBank } from './bank';
export { chooseClip, CLIP_START } from './choose';
export { isNear, lackingWords, targetDistance, underControls } from './controls';
export { createClipEncoderClient, createContextClient, type ClipEncoderOptions } from './clip.client';
export { createFullContextClient, type FullContextClient } from './clip-full.client';
export {
  createClipEncoder,
  createContextEncoder,
  type ClipEncoder,
  type ContextEncoder,
  type EmbeddedContext,
  type EmbeddedRecording,
} from './encoder';
export { selfCheckClips } from './encoder-check';
export { loadCheckedContext } from './full-check';
export { createFullContextEncoder } from './full-encoder';
export type { FullContextModels, FullContextPacks } from './full-models';
export { loadClipModels, loadContextModels, type ClipModels, type ContextModels } from './encoder-models';
export { withNearest } from './nearest';
export { rankRecordings } from './rank';
export * from './import';
