export { createApp, type AppOptions } from './app';
export { keepForOffline } from './offline';
export type * from './state';
