import { createApp, keepForOffline } from './app';
import { mountPage } from './ui';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the app.');
mountPage(root, createApp({ baseUrl: new URL('./', document.baseURI).href, storage: ownStorage() }));
void keepForOffline();

/** The page's memory between visits; browsers that are set to keep nothing refuse even to name it. */
function ownStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
