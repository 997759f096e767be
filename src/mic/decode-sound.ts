import type { Sound } from '../flow';
import { joinSamples } from '../shared/join';
import { PlainError, toPlainError } from '../shared/plain-error';
import { samplesToMs } from '../shared/units';
import type { Ms } from '../shared/units';
import { audioFormat, decodePieces } from './formats';
import { createMonoMixer } from './mono';

/**
 * Decodes a short recording (a clip, a line of a voice) as mono at its own rate. Throws a `PlainError`: `not-audio`, or
 * `audio-too-long` as soon as it goes on for more than `longestMs`.
 */
export async function decodeSound(bytes: Uint8Array, longestMs: Ms = Infinity): Promise<Sound> {
  const format = audioFormat(bytes);
  if (!format) throw notAudio();
  const mixer = createMonoMixer(undefined);
  const pieces: Float32Array[] = [];
  let rateHz = 0;
  let length = 0;
  try {
    for await (const { piece } of decodePieces(bytes, format)) {
      if (!piece.channelData[0]?.length) continue;
      rateHz = piece.sampleRate;
      pieces.push(mixer.mix(piece).slice());
      length += piece.channelData[0].length;
      if (samplesToMs(length, rateHz) > longestMs) throw tooLong(longestMs);
    }
  } catch (error) {
    throw toPlainError(
      error,
      'not-audio',
      'A recording of the listener is damaged.',
      'Copy its pack again, whole.',
    );
  }
  if (rateHz === 0) throw notAudio();
  return { samples: joinSamples(pieces), rateHz };
}

const tooLong = (longestMs: Ms): PlainError =>
  new PlainError(
    'audio-too-long',
    `The recording is longer than ${Math.round(longestMs / 1000)} s.`,
    'Cut it into parts.',
  );

const notAudio = (): PlainError =>
  new PlainError(
    'not-audio',
    'A recording of the listener is not an audio file.',
    'Copy its pack again, whole.',
  );
