export { fetchSource } from './fetch-source';
export { PACK_FORMAT } from './meta';
export type { PackFile, PackMeta } from './meta';
export { openPack, packBytes } from './pack';
export type { Pack, PackSource } from './pack';
export { SMALL_SET, talkPacks } from './sets';
export type { PackSet } from './sets';
export { keptOf, openStored } from './store';
export type { Kept, StoredPack, StoreFolder } from './store';
