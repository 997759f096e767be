import { PlainError } from '../shared/plain-error';

const plain = (code: string, message: string, todo: string): PlainError =>
  new PlainError(code, message, todo);

/** Where the page itself is, and what its Content-Security-Policy lets it talk to; null where nothing is restricted. */
export interface PageLimits {
  readonly origin: string;
  /** Origins in `connect-src` besides the page's own. */
  readonly listed: readonly string[];
}

/** No connection came about. A browser does not say why; what is known beforehand narrows it down. */
export function unreachable(url: URL, page: PageLimits | null): PlainError {
  const code = 'endpoint-unreachable';
  if (page !== null && url.origin !== page.origin && !page.listed.includes(url.origin)) {
    const listed = page.listed.length === 0 ? 'none besides its own' : page.listed.join(', ');
    return plain(
      code,
      `This page may not talk to ${url.host}: its build lists the addresses it may use (${listed}).`,
      'Build the page with that address among its endpoints; scripted replies are used until then.',
    );
  }
  if (page?.origin.startsWith('https:') === true && url.protocol === 'http:')
    return plain(
      code,
      `A page served over https may not talk to ${url.host} over http.`,
      'Give an address that starts with https; scripted replies are used until then.',
    );
  return plain(
    code,
    `The reply endpoint at ${url.host} cannot be reached.`,
    'Check that it is running, that the address is right and that it allows requests from this page (CORS); scripted replies are used until then.',
  );
}

/** What an answer other than success means. */
export function httpError(status: number): PlainError {
  if (status === 401 || status === 403)
    return plain(
      'endpoint-refused',
      'The reply endpoint refused the key.',
      'Check the key and what it may be used for; scripted replies are used until then.',
    );
  if (status === 404)
    return plain(
      'endpoint-missing',
      'The reply endpoint does not know that address or model.',
      'Check the address (it usually ends with /v1) and the name of the model; scripted replies are used until then.',
    );
  if (status === 429)
    return plain(
      'endpoint-busy',
      'The reply endpoint is busy, or your quota with it is used up.',
      'A scripted reply is used this time; the endpoint is asked again at the next turn.',
    );
  return plain(
    'endpoint-failed',
    `The reply endpoint answered with an error (${status}).`,
    'A scripted reply is used this time; the endpoint is asked again at the next turn.',
  );
}

export const timedOut = (): PlainError =>
  plain(
    'endpoint-timeout',
    'The reply endpoint took too long to answer.',
    'A scripted reply is used this time; the endpoint is asked again at the next turn.',
  );

export const garbled = (): PlainError =>
  plain(
    'endpoint-garbled',
    'The reply endpoint answered, but not with a chat completion.',
    'Check that the address is that of an OpenAI-compatible service; scripted replies are used until then.',
  );

export const brokenOff = (): PlainError =>
  plain(
    'endpoint-unreachable',
    'The connection to the reply endpoint broke off before a sentence was finished.',
    'A scripted reply is used this time; the endpoint is asked again at the next turn.',
  );

export const cancelled = (): PlainError => plain('reply-cancelled', 'The reply is no longer wanted.', '');

export const badAddress = (): PlainError =>
  plain(
    'endpoint-address',
    'The address of the reply endpoint is not a web address.',
    'Give it whole, such as https://example.org/v1.',
  );

export const badKey = (): PlainError =>
  plain(
    'endpoint-key',
    'The key of the reply endpoint has characters that no key has.',
    'Copy the key again, without spaces, quotes or line breaks.',
  );
