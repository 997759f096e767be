import { PlainError } from '../../shared/plain-error';

/** A fault that may pass by itself, so that it is worth another try. */
export class PassingError extends PlainError {}

/** The name of a place in the middle of a sentence: "The page’s own server" begins one. */
const within = (from: string): string => from.replace(/^The /, 'the ');

const mb = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** What an answer other than success means. `from` names the server, or the folder. */
export function statusError(path: string, from: string, status: number): PlainError {
  if (status === 404 || status === 410)
    return new PlainError(
      'pack-missing',
      `${from} does not have the file ${path} (${status}).`,
      'Copy the whole folder of the set to the server, or fetch from another place.',
    );
  if (status === 401 || status === 403)
    return new PlainError(
      'pack-refused',
      `${from} refuses to give the file ${path} (${status}).`,
      'Make the files readable for everyone, or fetch from another place.',
    );
  return new PassingError(
    'pack-server',
    `${from} answered with an error (${status}) when asked for ${path}.`,
    'Try again later; what has arrived is kept.',
  );
}

/** A web page where a model should be: many servers send their front page for what they do not have. */
export const htmlError = (path: string, from: string): PlainError =>
  new PlainError(
    'pack-html',
    `${from} sent a web page in place of the file ${path}.`,
    'Check the address: it is the folder in which the packs lie, and the whole set has to be there.',
  );

/** Neither an answer nor a reason. `foreign`: another host than the page's own, which has to allow it. */
export function unreachable(path: string, from: string, foreign: boolean, cause?: unknown): PlainError {
  if (foreign)
    return new PassingError(
      'pack-cors',
      `This page could not read ${path} from ${within(from)}: it cannot be reached, or it does not allow other pages to read its files (CORS).`,
      'Check the address and the network; if the server is yours, let it send "Access-Control-Allow-Origin".',
      { cause },
    );
  return new PassingError(
    'pack-unreachable',
    `The connection to ${within(from)} broke while ${path} was being fetched.`,
    'Check the network and go on; what has arrived is kept.',
    { cause },
  );
}

/** The page's own policy forbids it; only a build that names the host may ask it. */
export const blockedError = (from: string, origin: string): PlainError =>
  new PlainError(
    'pack-blocked',
    `This page may not fetch from ${within(from)}: its Content-Security-Policy does not name that host.`,
    `Build the page with MHM_CONNECT="${origin}", fetch from the page’s own server, or pick the files from disk.`,
  );

export const stalledError = (path: string, from: string, seconds: number): PlainError =>
  new PassingError(
    'pack-stalled',
    `${from} sent nothing of ${path} for ${Math.round(seconds)} seconds.`,
    'Check the network and go on; what has arrived is kept.',
  );

/** The file ended before it should; a server that sends all of it the next time is fine. */
export const cutError = (path: string, from: string, got: number, expected: number): PlainError =>
  new PassingError(
    'pack-cut',
    `${from} ended the file ${path} after ${got} of ${expected} bytes.`,
    'Check the network and go on; what has arrived is kept.',
  );

/** The file is not the one that the description speaks of. */
export const sizeError = (path: string, from: string, got: number, expected: number): PlainError =>
  new PlainError(
    'pack-size',
    `The file ${path} of ${within(from)} has ${got} bytes; its description says ${expected}.`,
    'The copy there is damaged or of another version: copy the whole set to it again.',
  );

export const damagedError = (path: string, from: string, tries: number): PlainError =>
  new PlainError(
    'pack-damaged',
    `The file ${path} of ${within(from)} has the wrong checksum, ${tries} times over.`,
    'The copy there is damaged or of another version: copy the whole set to it again.',
  );

/** No room: known before the first byte where the browser tells how much there is. */
export const fullError = (neededBytes: number, freeBytes: number | null, cause?: unknown): PlainError =>
  new PlainError(
    'storage-full',
    freeBytes === null
      ? `There is no room left in this browser for the remaining ${mb(neededBytes)} of models.`
      : `The models need ${mb(neededBytes)} more on disk; this browser lets the page have ${mb(freeBytes)}.`,
    'Free some space on the disk and go on; what has arrived is kept.',
    { cause },
  );

export const busyError = (): PlainError =>
  new PlainError(
    'storage-busy',
    'Another tab of this page is fetching, checking or removing these models.',
    'Wait until it is done, or close it.',
  );

/** A fault of the file system, by what it means. */
export function storageError(error: unknown, neededBytes: number): PlainError {
  if (error instanceof PlainError) return error;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return fullError(neededBytes, null, error);
  if (name === 'NoModificationAllowedError') return busyError();
  return new PlainError(
    'storage-refused',
    'This browser could not write the models to disk.',
    'Use a normal window that may store data, free some space, and go on; what has arrived is kept.',
    { cause: error },
  );
}
