/** The clip: the conversation so far in, one recording of the bank and a gain out. */
export { loadClipBank, type BankPack, type ClipBank } from './bank';
export { chooseClip, CLIP_START, type ClipContext, type ClipState } from './choose';
export * from './import';
