import { PlainError, toPlainError } from '../shared/plain-error';
import type { PackSource } from './pack';

/** Reads packs over the network from `baseUrl` (ends with a slash). Throws `PlainError`s: `pack-missing`, `pack-unreachable`. */
export function fetchSource(baseUrl: string, fetchFn: typeof fetch = fetch): PackSource {
  return {
    async read(path, onBytes, sha256) {
      const url = new URL(path, baseUrl);
      if (sha256 !== undefined) url.searchParams.set('sha256', sha256.slice(0, 16));
      let response: Response;
      try {
        response = await fetchFn(url);
      } catch (error) {
        throw unreachable(error);
      }
      if (!response.ok) throw missing(path, `the server answered ${response.status}`);
      if (response.headers.get('content-type')?.startsWith('text/html') === true)
        throw missing(path, 'the server sent a web page instead');
      return readBody(response, onBytes);
    },
  };
}

async function readBody(
  response: Response,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    const reader = response.body?.getReader();
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) break;
      chunks.push(next.value);
      total += next.value.length;
      onBytes(next.value.length);
    }
  } catch (error) {
    throw unreachable(error);
  }
  const whole = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

const unreachable = (error: unknown): PlainError =>
  toPlainError(
    error,
    'pack-unreachable',
    'The connection broke while the models were being fetched.',
    'Check the network and try again; what has arrived is kept.',
  );

const missing = (path: string, why: string): PlainError =>
  new PlainError(
    'pack-missing',
    `The model file ${path} could not be fetched: ${why}.`,
    'Copy the folder "models" to the server, whole, beside the page.',
  );
