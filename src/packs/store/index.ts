export { packsFolder } from './folder';
export type { StoreFolder } from './folder';
export { keptOf, openStored } from './stored';
export type { Kept, StoredPack } from './stored';
