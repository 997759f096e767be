import type { FetchProgress, Offer } from '../../app/models/state';
import { megabytes, timeLeft } from '../format';

/** What a fetch would mean, as short lines. */
export function offerLines({ totalBytes, from, gpuBytes, device }: Offer): readonly string[] {
  return [
    `${megabytes(totalBytes)} to fetch from ${from}, kept on this machine’s disk.`,
    gpuBytes === null ? '' : `About ${megabytes(gpuBytes)} of memory on the GPU while it listens.`,
    device.text,
  ].filter((line) => line !== '');
}

/** How far a fetch is: bytes, rate and time left, as far as they are known. */
export function progressWords({ loadedBytes, totalBytes, bytesPerS, secondsLeft }: FetchProgress): string {
  return [
    `${megabytes(loadedBytes)} of ${megabytes(totalBytes)}`,
    bytesPerS === null ? '' : `${megabytes(bytesPerS)} a second`,
    secondsLeft === null ? '' : timeLeft(secondsLeft),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Said wherever the full set can be chosen. */
export const UNPUBLISHED =
  'Nobody has published its weights. They are built with training/runs/full-pack.sh, on a machine with a GPU, and lie in the folder models-full beside the page.';

export const KNOWS_NOTHING =
  'These weights are random: they show that everything runs, but they know nothing of conversations.';

export const SPARE =
  'This is the variant in 16 bits. Should the GPU get its numbers wrong, the one in 32 bits may run.';
