import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClipEncoder, decodeAudioFile, rankRecordings } from '../pipeline';
import type { ClipEncoder } from '../pipeline';
import { PlainError, toPlainError } from '../shared/plain-error';
import { readChooseLines, type ChooseLine } from './choose-lines';
import { nodeModels } from './model-host';
import { oneFile, readArguments, readBytes, readText } from './options';
import { printLine, reportProblems } from './output';

/** A recording of the folder, placed in the joint space. */
interface Placed {
  /** Its path below the folder. */
  readonly file: string;
  readonly vector: readonly number[];
}

const SOUND = /\.(wav|flac|mp3|ogg|oga|opus)$/i;

/** `choose --bank DIR LINES`: the recordings of a folder by their fit to each context, best first. */
export async function choose(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { bank: { type: 'string' } });
  const file = oneFile(positionals, 'choose');
  if (values.bank === undefined)
    throw new PlainError(
      'bad-arguments',
      'choose needs --bank and a folder of recordings.',
      'See: mhm help.',
    );
  const { lines, problems } = readChooseLines(await readText(file));
  const shelf = createShelf(
    values.bank,
    await soundFiles(values.bank),
    createClipEncoder(await nodeModels().clips()),
  );
  const found = [...problems];
  for (const line of lines) {
    try {
      printLine({ id: line.id, ranking: await shelf.rank(line) });
    } catch (error) {
      const plain = toPlainError(error, 'failed', 'It could not be answered.');
      found.push({ sentence: `Line ${line.number}: ${plain.sentence}` });
    }
  }
  return reportProblems([...found, ...shelf.problems]);
}

/** The folder's recordings, each decoded and placed once, when it is first asked for. */
function createShelf(folder: string, files: readonly string[], encoder: ClipEncoder) {
  const placed = new Map<string, Promise<Placed | null>>();
  const problems: { sentence: string }[] = [];
  const place = async (file: string): Promise<Placed | null> => {
    try {
      const { samples } = await decodeAudioFile(await readBytes(join(folder, file)));
      return { file, vector: (await encoder.embedRecording(samples)).vector };
    } catch (error) {
      const plain = toPlainError(error, 'failed', 'It could not be read.');
      problems.push({ sentence: `${join(folder, file)}: ${plain.sentence}` });
      return null;
    }
  };
  const get = (file: string): Promise<Placed | null> => {
    const known = placed.get(file) ?? place(file);
    placed.set(file, known);
    return known;
  };
  return {
    problems,
    async rank({ turns, audio, k, candidates }: ChooseLine) {
      // Read so that a wrong path is told; the words alone decide (docs/results/clips.md: the voice added nothing).
      if (audio !== null) await decodeAudioFile(await readBytes(audio));
      const asked = candidates?.map((name) => ({ name, file: fileOf(name, folder, files) }));
      const lost = asked?.find(({ file }) => file === undefined);
      if (lost)
        throw new PlainError('candidate-missing', `The folder ${folder} has no recording "${lost.name}".`);
      const names = asked ?? files.map((name) => ({ name, file: name }));
      const recordings: Placed[] = [];
      for (const { name, file } of names) {
        const found = file === undefined ? null : await get(file);
        if (found) recordings.push({ ...found, file: name });
      }
      const context = await encoder.embedContext({ turns });
      return rankRecordings(recordings, context)
        .slice(0, k ?? undefined)
        .map(({ recording, score }) => ({ file: recording.file, score: Number(score.toFixed(6)) }));
    },
  };
}

/** A candidate by its path below the folder, or with the folder before it, with or without its ending. */
function fileOf(name: string, folder: string, files: readonly string[]): string | undefined {
  const slashed = name.replaceAll('\\', '/');
  const start = `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  const path = (slashed.startsWith(start) ? slashed.slice(start.length) : slashed).replace(/^\.\//, '');
  return files.find((file) => file === path) ?? files.find((file) => file.replace(SOUND, '') === path);
}

/** Recordings below a folder, in order. Throws a `PlainError` (`folder-missing`, `folder-empty`). */
async function soundFiles(folder: string): Promise<readonly string[]> {
  let entries: readonly string[];
  try {
    entries = await readdir(folder, { recursive: true });
  } catch (error) {
    throw new PlainError(
      'folder-missing',
      `The folder ${folder} cannot be read.`,
      'Check that it is a folder of recordings.',
      { cause: error },
    );
  }
  const files = entries.map((path) => path.replaceAll('\\', '/')).filter((path) => SOUND.test(path));
  if (files.length === 0)
    throw new PlainError('folder-empty', `The folder ${folder} has no WAV, FLAC, MP3 or Ogg file.`);
  return files.toSorted();
}
