import * as v from 'valibot';
import type { HubRecogniser, Pack } from '../../packs';
import { PlainError } from '../../shared/plain-error';
import { normaliseText } from '../../shared/text';
import { samplesToMs } from '../../shared/units';
import { editsToPrefixes } from '../continuation';
import type { WordReader } from '../reader';
import { fromBase64Pcm16 } from '../self-check';

const golden = v.object({ pcm16_base64: v.string(), text: v.string() });

/** Of the recording's few words; recognisers differ in what they make of a "well". */
const MOST_ERRORS = 1;
const MAX_TOKENS = 24;

/**
 * Lets a recogniser hear the known recording of the shipped one. Its numbers are nobody's reference, so it is judged by the words,
 * and by times that lie in order within the sound. Throws a `PlainError` (`self-check-failed`) that names it and the device.
 */
export async function checkHubReader(
  reader: WordReader,
  recogniser: Pick<HubRecogniser, 'name'>,
  reference: Pack,
  backend: string,
): Promise<void> {
  const known = v.parse(golden, await reference.json(reference.meta.golden ?? 'golden.json'));
  const samples = fromBase64Pcm16(known.pcm16_base64);
  const { words } = await reader.read({ samples, heard: samples, draft: [], maxTokens: MAX_TOKENS });
  const said = normaliseText(known.text).split(' ');
  const heard = normaliseText(words.map(({ text }) => text).join(' ')).split(' ');
  const errors = editsToPrefixes(said, heard).at(-1) ?? said.length;
  const lengthMs = samplesToMs(samples.length);
  const inOrder = words.every(
    ({ startMs, endMs }, at) =>
      startMs >= (words[at - 1]?.startMs ?? 0) && endMs >= startMs && endMs <= lengthMs,
  );
  if (errors <= MOST_ERRORS && inOrder) return;
  throw new PlainError(
    'self-check-failed',
    errors > MOST_ERRORS
      ? `${recogniser.name} does not hear the words of a known recording on this device (${backend}).`
      : `${recogniser.name} tells wrong times for the words of a known recording on this device (${backend}).`,
    'Remove it and fetch it again, or choose another recogniser.',
  );
}
