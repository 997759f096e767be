import { createClipEncoder, decodeAudioFile } from '../pipeline';
import { PlainError, toPlainError } from '../shared/plain-error';
import { nodeModels } from './model-host';
import { readArguments, readBytes } from './options';
import { printLine, reportProblems } from './output';

/** `embed FILE…`: where each backchannel lies in the joint space, and how it sounds to listeners. */
export async function embed(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {});
  if (positionals.length === 0)
    throw new PlainError('bad-arguments', 'embed takes one or more recordings.', 'See: mhm help.');
  const encoder = createClipEncoder(await nodeModels().clips());
  const problems: { sentence: string }[] = [];
  for (const file of positionals) {
    try {
      const { samples } = await decodeAudioFile(await readBytes(file));
      const found = await encoder.embedRecording(samples);
      printLine({
        file,
        vector: found.vector.map((value) => rounded(value, 6)),
        energy: rounded(found.energy, 3),
        polarity: rounded(found.polarity, 3),
        surprisal: rounded(found.surprisal, 3),
      });
    } catch (error) {
      const plain = toPlainError(error, 'failed', 'It could not be embedded.');
      problems.push({ sentence: `${file}: ${plain.sentence}` });
    }
  }
  return reportProblems(problems);
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
