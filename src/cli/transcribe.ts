import { createWordsStage, decodeAudioFile, frames } from '../pipeline';
import type { Word, WordsEvent } from '../flow';
import { toPlainError } from '../shared/plain-error';
import { nodeModels } from './model-host';
import { readArguments, readBytes, readCount } from './options';
import { printLine, reportProblems, seconds } from './output';

/** `transcribe FILE…`: the streamed words of each file, with when they were known. */
export async function transcribe(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { channel: { type: 'string' } });
  const channel = readCount(values.channel, 'channel');
  const models = await nodeModels().words();
  const problems: { sentence: string }[] = [];
  for (const file of positionals) {
    try {
      const audio = await decodeAudioFile(await readBytes(file), channel === undefined ? {} : { channel });
      for (const note of audio.notes) console.error(`${file}: ${note}`);
      const stage = createWordsStage(models);
      const words: Word[] = [];
      const take = (events: readonly WordsEvent[]): void => {
        for (const event of events) if (event.kind === 'word') words.push(event.word);
      };
      for (const frame of frames(audio.samples)) take(await stage.push(frame));
      take(await stage.flush());
      printLine({
        file,
        text: words.map(({ text }) => text).join(' '),
        words: words.map(({ text, startMs, endMs, heardMs }) => ({
          text,
          start: seconds(startMs),
          end: seconds(endMs),
          heard: seconds(heardMs),
        })),
      });
    } catch (error) {
      const plain = toPlainError(error, 'failed', 'It could not be transcribed.');
      problems.push({ sentence: `${file}: ${plain.sentence}` });
    }
  }
  return reportProblems(problems);
}
