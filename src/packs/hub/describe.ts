import * as v from 'valibot';
import { PlainError } from '../../shared/plain-error';
import { PACK_FORMAT, type PackMeta } from '../meta';
import { htmlError, statusError } from '../store/errors';
import { watchStall } from '../store/fetch-unit';
import type { FoundPack } from '../store/find';
import { noAnswer, placeName, type PackPlace, type Surroundings } from '../store/place';
import { UNTOLD_SHA256 } from '../store/units';
import type { HubRecogniser } from './catalogue';

/**
 * What transformers.js reads of a recogniser in 8 bits, which is what it chooses for a processor. Where the hub has them in
 * folders, a pack has them side by side.
 */
export const HUB_FILES = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'onnx/encoder_model_quantized.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
] as const;

/** A recogniser of the hub as a pack, before its first byte is fetched. */
export interface HubPack extends FoundPack {
  readonly place: PackPlace;
  /** How many of its bytes have a checksum that the host tells; of the others the size alone is checked. */
  readonly checkedBytes: number;
}

/** The pack under which a recogniser of the hub is kept. */
export const hubPackId = ({ id }: Pick<HubRecogniser, 'id'>): string => `hub-${id}@1`;

/** A file's name in its pack, of its path on the hub. */
export const hubFileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The hub's own listing; a mirror need not have it. Files under Git LFS carry their SHA-256. */
const listing = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.looseObject({
      path: v.string(),
      size: v.number(),
      lfs: v.exactOptional(v.looseObject({ oid: v.pipe(v.string(), v.length(64)), size: v.number() })),
    }),
  ),
);

interface Described {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Asks the hub, or a server laid out like it, for the sizes and checksums of a recogniser's files; none of them is fetched.
 * Rejects with a `PlainError`, or with the signal's reason.
 */
export async function describeHub(
  around: Omit<Surroundings, 'place'>,
  recogniser: HubRecogniser,
  baseUrl: string,
  signal: AbortSignal,
): Promise<HubPack> {
  const { repository, name } = recogniser;
  const folder = new URL(`${repository}/resolve/main/`, baseUrl).href;
  const asking = { ...around, place: { kind: 'url', baseUrl: folder } as const };
  const listed = await readListing(
    asking,
    new URL(`api/models/${repository}/tree/main?recursive=true`, baseUrl),
    signal,
  );
  const files = await Promise.all(
    HUB_FILES.map(async (path) => {
      const told = listed?.get(path) ?? (await askFor(asking, new URL(path, folder), path, signal));
      return { path: hubFileName(path), ...told };
    }),
  );
  const id = hubPackId(recogniser);
  const [packName = '', version = ''] = id.split('@');
  const meta: PackMeta = {
    format: PACK_FORMAT,
    name: packName,
    version,
    kind: 'recogniser',
    set: 'hub',
    licence: { spdx: recogniser.licence, file: 'README.md' },
    upstream: new URL(repository, baseUrl).href,
    made: '',
    description: `${name} in 8 bits, for transformers.js`,
    files,
  };
  const urls = Object.fromEntries(
    HUB_FILES.map((path) => [`${packName}/${version}/${hubFileName(path)}`, new URL(path, folder).href]),
  );
  const sum = (counted: readonly Described[]): number => counted.reduce((all, { bytes }) => all + bytes, 0);
  return {
    id,
    meta,
    metaText: JSON.stringify(meta),
    files: files.map(({ path }) => path),
    totalBytes: sum(files),
    checkedBytes: sum(files.filter(({ sha256 }) => sha256 !== UNTOLD_SHA256)),
    place: { kind: 'url', baseUrl: folder, urls },
  };
}

/** Sizes and checksums by path; null where the server has no such listing. */
async function readListing(
  around: Surroundings,
  url: URL,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Described> | null> {
  const { response, text } = await ask(around, url, 'GET', signal);
  const read = v.safeParse(listing, text);
  if (!response.ok || !read.success) return null;
  return new Map(
    read.output.map(({ path, size, lfs }) => [
      path,
      { bytes: lfs?.size ?? size, sha256: lfs?.oid ?? UNTOLD_SHA256 },
    ]),
  );
}

/** Asks a server without a listing for one file's size, and its checksum where it tells one. */
async function askFor(around: Surroundings, url: URL, path: string, signal: AbortSignal): Promise<Described> {
  const from = placeName(around);
  const { ok, status, headers } = (await ask(around, url, 'HEAD', signal)).response;
  if (!ok) throw statusError(path, from, status);
  if (headers.get('content-type')?.startsWith('text/html') === true) throw htmlError(path, from);
  const bytes = Number(headers.get('x-linked-size') ?? headers.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(bytes) || bytes <= 0) throw sizeless(path, from);
  const tag = headers.get('x-linked-etag')?.replaceAll('"', '') ?? '';
  return { bytes, sha256: /^[0-9a-f]{64}$/.test(tag) ? tag : UNTOLD_SHA256 };
}

/** An answer with its text. */
async function ask(
  around: Surroundings,
  url: URL,
  method: 'GET' | 'HEAD',
  signal: AbortSignal,
): Promise<{ readonly response: Response; readonly text: string }> {
  const { fetchFn = fetch } = around;
  const watch = watchStall(around, signal, url.pathname);
  try {
    const response = await watch.orEnded(fetchFn(url, { method, signal: watch.signal, cache: 'no-store' }));
    return { response, text: await watch.orEnded(response.text()) };
  } catch (error) {
    watch.signal.throwIfAborted();
    throw await noAnswer(around, url, url.pathname, error);
  } finally {
    watch.end();
  }
}

const sizeless = (path: string, from: string): PlainError =>
  new PlainError(
    'pack-size',
    `${from} does not tell how large the file ${path} is.`,
    'Fetch from the hub itself, or from a server that sends "Content-Length" and lets other pages read it.',
  );
