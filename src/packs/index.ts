export { fetchSource } from './fetch-source';
export { checkLimits, gpuFacts } from './gpu-device';
export type { GpuFacts } from './gpu-device';
export { hubBlocked } from './hub/allowed';
export type { NamedHosts } from './hub/allowed';
export { HUB_RECOGNISERS, HUB_URL, hubRecogniser } from './hub/catalogue';
export type { HubId, HubRecogniser } from './hub/catalogue';
export { describeHub, hubFileName, hubPackId } from './hub/describe';
export type { HubPack } from './hub/describe';
export { PACK_FORMAT } from './meta';
export type { PackFile, PackMeta } from './meta';
export { openPack, packBytes } from './pack';
export type { Pack, PackSource } from './pack';
export { FULL_SET, fullPacks, fullSetAmong, SMALL_SET, talkPacks, TINY_SET } from './sets';
export type { PackSet } from './sets';
export {
  checkStored,
  downloadPacks,
  findPacks,
  keptOf,
  openStored,
  removeStored,
  watchPolicy,
} from './store';
export type { FoundPack, Kept, PackPlace, RunningDownload, StoredPack } from './store';
export { noVariant, parseNeeds, parseVariants, usableVariants, variantGraph, variantsFor } from './variants';
export type { FullDevice, Variant, VariantPack } from './variants';
