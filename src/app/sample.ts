import { PlainError } from '../shared/plain-error';

/** The sample conversation, as it is kept beside the page. Rejects with a `PlainError`. */
export async function fetchSample(baseUrl: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(new URL('sample/talk.flac', baseUrl));
    if (response.ok) return await response.arrayBuffer();
  } catch {
    // Said below in a plain sentence.
  }
  throw new PlainError(
    'sample-missing',
    'The sample conversation could not be fetched.',
    'Check the network and try again.',
  );
}
