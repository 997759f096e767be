export { findPacks } from './find';
export type { FoundPack } from './find';
export type { PackPlace } from './place';
export { watchPolicy } from './policy-watch';
export { checkStored, downloadPacks, removeStored } from './store.client';
export type { RunningDownload } from './store.client';
export { keptOf, openStored } from './stored';
export type { Kept, StoredPack } from './stored';
