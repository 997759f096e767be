/**
 * The service worker: keeps the page and what it used for the next visit without a network, and sets the isolation and policy
 * headers where the host sets none (GitHub Pages). Built as one classic script, `sw.js`, beside the page.
 */
interface Build {
  readonly version: string;
  readonly files: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

const worker = self as unknown as ServiceWorkerGlobalScope & { readonly __MHM_BUILD__: Build };
const build = worker.__MHM_BUILD__;
const PAGE_CACHE = `mhm-page-${build.version}`;
/** Models, runtime and sounds: named by version or checksum, so they outlive a build. */
const PARTS_CACHE = 'mhm-parts-1';

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(PAGE_CACHE)
      .then((cache) => cache.addAll(build.files.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('mhm-page-') && name !== PAGE_CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== worker.location.origin) return;
  // The page keeps such an answer itself, as it does with the full set of models: no second copy here.
  if (request.cache === 'no-store') return;
  event.respondWith(respond(request).then(withHeaders));
});

async function respond(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  if (request.mode === 'navigate' || path.endsWith('/meta.json')) return freshOrKept(request);
  return keptOrFresh(request);
}

/** The network's answer, else the kept one: for what has no version in its name. */
async function freshOrKept(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request);
    if (fresh.ok && request.mode !== 'navigate') await keep(request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await (request.mode === 'navigate' ? keptPage(request) : caches.match(request));
    if (kept) return kept;
    throw error;
  }
}

/** The page of the folder that was asked for (`bench/` has one of its own), else the page. */
const keptPage = async ({ url }: Request): Promise<Response | undefined> =>
  (await caches.match(new URL('index.html', url).href)) ?? caches.match('./');

async function keptOrFresh(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept && request.cache !== 'reload') return kept;
  const fresh = await fetch(request);
  if (fresh.status === 200) await keep(request, fresh.clone());
  return fresh;
}

/** Keeps an answer; a full disk only means that the next visit needs the network. */
async function keep(request: Request, response: Response): Promise<void> {
  try {
    const cache = await caches.open(PARTS_CACHE);
    await cache.put(request, response);
  } catch {
    // Nothing is lost: the answer goes to the page all the same.
  }
}

function withHeaders(response: Response): Response {
  if (response.type === 'opaque' || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(build.headers)) if (!headers.has(name)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
