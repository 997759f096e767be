import type { HubId, HubPackState } from '../../app/hub/state';
import { megabytes } from '../format';

/** What each larger recogniser is, as short as it can be told. */
export const HUB_HINTS: Readonly<Record<HubId, string>> = {
  'moonshine-base': 'It tells no word times; they are estimated from the loudness.',
  'whisper-tiny': 'The smallest Whisper. It reads 30 seconds at every pass, however little was said.',
  'whisper-base': 'Needs a faster machine.',
  'whisper-small': 'The largest of these; needs a fast machine.',
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
