import { PlainError } from '../../shared/plain-error';
import type { Scope } from '../../shared/scope';
import { blockedError, htmlError, sizeError, statusError, unreachable } from './errors';
import type { PolicyWatch } from './policy-watch';

/** A file picked from disk; `path` is below the folder that was picked. */
export interface PickedFile {
  readonly path: string;
  readonly file: Blob;
}

/** Where packs come from: a folder on a server, or one picked from disk. */
export type PackPlace =
  | {
      readonly kind: 'url';
      /** Absolute, ends with a slash. */
      readonly baseUrl: string;
      /** Where files lie on a server that is laid out in its own way, by their path; the others are below `baseUrl`. */
      readonly urls?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'files'; readonly files: readonly PickedFile[] };

/** What is asked of a place. */
export interface Wanted {
  /** `name/version/file`. */
  readonly path: string;
  /** The size that the description tells; null for the description itself. */
  readonly bytes: number | null;
  /** Bytes that are there already. */
  readonly from: number;
  readonly signal: AbortSignal;
}

/** Bytes on their way; they begin at `startsAt`, which is 0 where a server does not give parts of files. */
export interface Arriving {
  readonly startsAt: number;
  readonly stream: ReadableStream<Uint8Array>;
}

/** What reading from a place needs of its surroundings. */
export interface Surroundings {
  readonly place: PackPlace;
  /** Owns the timers. */
  readonly scope: Scope;
  /** The page's own origin. */
  readonly own: string;
  readonly policy: PolicyWatch;
  /** Tests give their own network. */
  readonly fetchFn?: typeof fetch;
}

/** A place by the name that a sentence begins with. */
export function placeName({ place, own }: Pick<Surroundings, 'place' | 'own'>): string {
  if (place.kind === 'files') return 'The folder that was picked';
  const { origin, host } = new URL(place.baseUrl);
  return origin === own ? 'The page’s own server' : host;
}

/**
 * Asks for a file from a byte on. Rejects with a `PlainError`, of which a `PassingError` is worth another try; with the
 * signal's reason when that was aborted.
 */
export async function openAt(around: Surroundings, wanted: Wanted): Promise<Arriving> {
  const { place } = around;
  return place.kind === 'files'
    ? openPicked(place.files, wanted, placeName(around))
    : openUrl(around, new URL(place.urls?.[wanted.path] ?? wanted.path, place.baseUrl), wanted);
}

function openPicked(files: readonly PickedFile[], { path, bytes, from }: Wanted, name: string): Arriving {
  const picked = files.find((candidate) => candidate.path === path || candidate.path.endsWith(`/${path}`));
  if (!picked)
    throw new PlainError(
      'pack-missing',
      `${name} does not hold ${path}.`,
      'Pick the folder "models-full" that the command has made, with everything in it.',
    );
  if (bytes !== null && picked.file.size !== bytes) throw sizeError(path, name, picked.file.size, bytes);
  return { startsAt: from, stream: picked.file.slice(from).stream() };
}

async function openUrl(around: Surroundings, url: URL, wanted: Wanted): Promise<Arriving> {
  const { fetchFn = fetch } = around;
  const { path, bytes, from, signal } = wanted;
  const name = placeName(around);
  // A range always, also of the whole: what is asked for by range is never compressed on the way.
  const headers = bytes === null || bytes === 0 ? {} : { Range: `bytes=${from}-${bytes - 1}` };
  let response: Response;
  try {
    // Kept once, on purpose: neither the browser's cache nor the service worker shall keep a second copy.
    response = await fetchFn(url, { headers, signal, cache: 'no-store' });
  } catch (error) {
    signal.throwIfAborted();
    throw await noAnswer(around, url, path, error);
  }
  const stream = response.body ?? new Blob([]).stream();
  try {
    return { startsAt: checkAnswer(response, wanted, name), stream };
  } catch (error) {
    await stream.cancel().catch(() => undefined);
    throw error;
  }
}

/** Why a request brought no answer at all. */
export async function noAnswer(
  around: Surroundings,
  url: URL,
  path: string,
  cause: unknown,
): Promise<PlainError> {
  const name = placeName(around);
  const foreign = url.origin !== around.own;
  if (foreign && (await around.policy.stopped(url.origin))) return blockedError(name, url.origin);
  return unreachable(path, name, foreign, cause);
}

/** Where the bytes of this answer begin. Throws a `PlainError` when it is not an answer to what was asked. */
function checkAnswer(response: Response, wanted: Omit<Wanted, 'signal'>, name: string): number {
  const { path, bytes, from } = wanted;
  const { status, headers } = response;
  if (status === 416) throw sizeError(path, name, totalOf(headers) ?? 0, bytes ?? 0);
  if (!response.ok) throw statusError(path, name, status);
  if (headers.get('content-type')?.startsWith('text/html') === true) throw htmlError(path, name);
  if (bytes === null) return 0;
  if (status === 206) {
    const total = totalOf(headers);
    if (total !== null && total !== bytes) throw sizeError(path, name, total, bytes);
    const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
    // Hidden by some servers from other hosts' pages: what was asked for is then taken to be what came.
    return start === undefined ? from : Number(start);
  }
  const length = headers.get('content-encoding') === null ? headers.get('content-length') : null;
  if (length !== null && Number(length) !== bytes) throw sizeError(path, name, Number(length), bytes);
  return 0;
}

const totalOf = (headers: Headers): number | null => {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? null : Number(total);
};
