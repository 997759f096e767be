import type { HubPackState } from '../../app/hub/state';
import { megabytes } from '../format';

/** What each larger recogniser is, as short as it can be told. */
export const HUB_HINTS: Readonly<Record<string, string>> = {
  'moonshine-base':
    'Twice the size of the built-in one. It tells no word times; they are estimated from the loudness.',
  'whisper-tiny': 'Takes about as long as the built-in one takes for 30 seconds, whatever is said.',
  'whisper-base': 'Better at names and rare words; needs a fast machine.',
  'whisper-small': 'The best of these, and too slow for most machines: then the built-in one takes over.',
};

/** What fetching one would mean, as short lines. */
export function foundLines(found: Extract<HubPackState, { kind: 'found' }>): readonly string[] {
  const { totalBytes, checkedBytes, from } = found;
  return [
    `${megabytes(totalBytes)} to fetch from ${from}, kept on this machine’s disk. Nothing you say is sent there.`,
    checkedBytes === 0
      ? 'That server tells no checksums: the sizes of the files are checked, not what is in them.'
      : `${megabytes(checkedBytes)} of it are checked by SHA-256, the rest by size.`,
  ];
}
