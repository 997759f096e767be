import { PlainError } from '../../shared/plain-error';
import { HUB_URL } from './catalogue';

/** Which hosts a page may talk to, by its Content-Security-Policy. */
export interface NamedHosts {
  /** The page's own origin. */
  readonly origin: string;
  /** Other origins; `https://*.example.org` stands for every host below that name. */
  readonly listed: readonly string[];
}

/** The hub itself only tells where its large files are: they come from other hosts. */
const HUB_HOSTS = 'https://huggingface.co https://*.hf.co';

/** Why recognisers cannot be fetched from this address, known before anything is asked; null where they can be. */
export function hubBlocked(baseUrl: string, { origin, listed }: NamedHosts): PlainError | null {
  const url = new URL(baseUrl);
  if (url.origin === origin || listed.some((host) => names(host, url))) return null;
  const hosts = baseUrl === HUB_URL ? HUB_HOSTS : url.origin;
  return new PlainError(
    'hub-blocked',
    `This page may not fetch from ${url.host}: its Content-Security-Policy does not name that host.`,
    `Build the page with MHM_CONNECT="${hosts}", or name a folder on the page’s own server.`,
  );
}

function names(host: string, url: URL): boolean {
  const below = /^(https?:)\/\/\*\.(.+)$/.exec(host);
  if (!below) return URL.canParse(host) && new URL(host).origin === url.origin;
  return url.protocol === below[1] && url.host.endsWith(`.${below[2]}`);
}
