import { createHash } from 'node:crypto';

const BASE = 'https://models.example/full/';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What the host does with a request for a path; the last answer of a list goes on for ever. */
export type Answer =
  | { readonly kind: 'fine' }
  /** Ends after so many bytes, as a lost connection does. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Ends after so many bytes as if that were all. */
  | { readonly kind: 'short'; readonly afterBytes: number }
  /** Sends so many bytes and then nothing, for ever. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'corrupt'; readonly atByte: number }
  | { readonly kind: 'longer' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'html' }
  /** No answer: a refused connection, CORS, or the page's policy. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'no-range' };

/** A request as it came. */
export interface Asked {
  readonly path: string;
  readonly range: string | null;
}

/** A host of one pack of made-up bytes, that misbehaves as it is told. */
export interface FakePackHost {
  readonly baseUrl: string;
  readonly id: string;
  readonly metaText: string;
  /** The whole file `weights.bin`, in three parts; `tiny.json` and the empty `empty.bin` have none. */
  readonly weights: Uint8Array;
  readonly asked: readonly Asked[];
  /** Paths are below the pack's folder. */
  answer(path: string, ...answers: readonly Answer[]): void;
  readonly fetch: typeof fetch;
}

/** Makes the host; the parts have `partBytes`, the last one a little more than half of that. */
export function createFakePackHost(
  partBytes = 1000,
  change: (meta: Record<string, unknown>) => Record<string, unknown> = (meta) => meta,
): FakePackHost {
  const weights = new Uint8Array(Math.floor(2.6 * partBytes)).map((_, at) => (at * 31 + (at >> 8)) & 255);
  const tiny = new TextEncoder().encode('{"hello":"there"}');
  const parts = [0, 1, 2].map((number) => weights.slice(number * partBytes, (number + 1) * partBytes));
  const served = new Map<string, Uint8Array>([
    ['tiny.json', tiny],
    ['empty.bin', new Uint8Array()],
    ...parts.map((part, number) => [`weights.bin.part${number}`, part] as const),
  ]);
  const entry = (path: string, bytes: Uint8Array) => ({ path, bytes: bytes.length, sha256: sha256(bytes) });
  const metaText = JSON.stringify(
    change({
      format: 1,
      name: 'joint-full',
      version: '2',
      kind: 'joint',
      set: 'full',
      licence: { spdx: 'Apache-2.0', file: 'LICENSE' },
      upstream: 'none',
      made: 'in a test',
      description: 'Made-up bytes.',
      files: [
        {
          ...entry('weights.bin', weights),
          parts: parts.map((part, number) => entry(`weights.bin.part${number}`, part)),
        },
        entry('tiny.json', tiny),
        entry('empty.bin', new Uint8Array()),
      ],
    }),
  );
  served.set('meta.json', new TextEncoder().encode(metaText));
  const asked: Asked[] = [];
  const answers = new Map<string, Answer[]>();
  return {
    baseUrl: BASE,
    id: 'joint-full@2',
    metaText,
    weights,
    asked,
    answer: (path, ...list) => void answers.set(path, [...list]),
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const path = url.href.slice(`${BASE}joint-full/2/`.length);
      const range = new Headers(init?.headers).get('range');
      asked.push({ path, range });
      const list = answers.get(path) ?? [];
      const answer = (list.length > 1 ? list.shift() : list[0]) ?? { kind: 'fine' };
      await Promise.resolve();
      init?.signal?.throwIfAborted();
      return respond(served.get(path), range, answer, init?.signal ?? null);
    },
  };
}

function respond(
  whole: Uint8Array | undefined,
  range: string | null,
  answer: Answer,
  signal: AbortSignal | null,
): Response {
  if (answer.kind === 'refuse') throw new TypeError('Failed to fetch');
  if (answer.kind === 'status') return new Response('no', { status: answer.status });
  if (answer.kind === 'html')
    return new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
  if (!whole) return new Response('no', { status: 404 });
  const bytes = answer.kind === 'longer' ? new Uint8Array(whole.length + 5) : whole.slice();
  if (answer.kind === 'corrupt') bytes[answer.atByte] = 255 - (bytes[answer.atByte] ?? 0);
  const asked = answer.kind === 'no-range' ? null : /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
  const from = Number(asked?.[1] ?? 0);
  if (from > bytes.length) return new Response('', { status: 416 });
  const sent = bytes.slice(from);
  const headers: Record<string, string> = asked
    ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
    : { 'content-length': String(bytes.length) };
  return new Response(streamOf(sent, answer, signal), { status: asked ? 206 : 200, headers });
}

/** The bytes in pieces of 100, or a hundred pieces, with what the answer does to them. */
function streamOf(sent: Uint8Array, answer: Answer, signal: AbortSignal | null): ReadableStream<Uint8Array> {
  let at = 0;
  const step = Math.max(100, Math.ceil(sent.length / 100));
  const end = 'afterBytes' in answer ? Math.min(sent.length, answer.afterBytes) : sent.length;
  return new ReadableStream({
    start(controller) {
      signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    pull(controller) {
      if (at < end) {
        controller.enqueue(sent.slice(at, Math.min(end, at + step)));
        at += step;
        return undefined;
      }
      if (answer.kind === 'cut') return controller.error(new TypeError('network error'));
      if (answer.kind === 'stall') return new Promise<void>(() => undefined);
      return controller.close();
    },
  });
}
