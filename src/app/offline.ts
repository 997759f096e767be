/** Set once a reload was tried for isolation, so that a host that forbids it does not cause a loop. */
const TRIED = 'mhm-isolation-tried';

/**
 * Registers the service worker of the built page: it keeps the page for visits without a network and, where the host sends no
 * isolation headers, sends them itself, which takes one reload. Must run before anything is loaded or asked.
 */
export async function keepForOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
    if (globalThis.crossOriginIsolated) return sessionStorage.removeItem(TRIED);
    await navigator.serviceWorker.ready;
    if (sessionStorage.getItem(TRIED) !== null) return;
    sessionStorage.setItem(TRIED, '1');
    location.reload();
  } catch {
    // Without it the page works all the same, on one thread where the host sends no headers.
  }
}
