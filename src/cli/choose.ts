import { createClipEncoder, decodeAudioFile, rankRecordings, withNearest } from '../pipeline';
import { PlainError, toPlainError } from '../shared/plain-error';
import { readChooseLines } from './choose-lines';
import { createShelf, namedRecordings } from './clip-shelf';
import { nodeModels } from './model-host';
import {
  checkControls,
  CONTROL_OPTIONS,
  oneFile,
  readArguments,
  readBytes,
  readControls,
  readText,
} from './options';
import { printLine, reportProblems } from './output';

/** So many likely forms explain a ranking. */
const LIKELIEST = 5;

/** `choose --bank DIR LINES`: the recordings of a folder by their fit to each context, best first, and why. */
export async function choose(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { bank: { type: 'string' }, ...CONTROL_OPTIONS });
  const file = oneFile(positionals, 'choose');
  if (values.bank === undefined)
    throw new PlainError(
      'bad-arguments',
      'choose needs --bank and a folder of recordings.',
      'See: mhm help.',
    );
  const controls = readControls(values);
  const { lines, problems } = readChooseLines(await readText(file));
  const folder = await namedRecordings(values.bank);
  const lacks = checkControls(controls, folder.named);
  if (lacks !== null) console.error(lacks);
  const encoder = await withNearest(createClipEncoder(await nodeModels().clips()));
  const shelf = createShelf(values.bank, folder.named, encoder);
  const found = [...problems, ...folder.problems];
  for (const { id, number, turns, audio, k, candidates } of lines) {
    try {
      // Read so that a wrong path is told; the words alone decide (docs/results/clips.md: the voice added nothing).
      if (audio !== null) await decodeAudioFile(await readBytes(audio));
      const recordings = await shelf.placed(candidates, controls);
      const context = await encoder.embedContext({ turns });
      const ranking = rankRecordings(recordings, context, { turns, controls })
        .slice(0, k ?? undefined)
        .map(({ recording, score }) => ({ file: recording.file, score: Number(score.toFixed(6)) }));
      const likely = Object.entries(context.forms)
        .toSorted(([, one], [, other]) => other - one)
        .slice(0, LIKELIEST)
        .map(([form, share]) => [form, Number(share.toFixed(4))]);
      const why = { likely_forms: Object.fromEntries(likely) as unknown, nearest: context.nearest };
      printLine({ id, ranking, why });
    } catch (error) {
      const plain = toPlainError(error, 'failed', 'It could not be answered.');
      found.push({ sentence: `Line ${number}: ${plain.sentence}` });
    }
  }
  return reportProblems([...found, ...shelf.problems]);
}
