import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  BANK_JSON,
  CLIP_FORMS,
  createClipEncoder,
  decodeSound,
  LONGEST_FILE_MS,
  measuredEntry,
  readRecordings,
  resample,
  writeBankFile,
  zipBank,
} from '../pipeline';
import type { BankEntry, BankFile, FileToRead } from '../pipeline';
import { PlainError, toPlainError } from '../shared/plain-error';
import { SAMPLE_RATE_HZ } from '../shared/units';
import { nodeModels } from './model-host';
import { oneFile, pathsBelow, readArguments, readBytes } from './options';
import { printLine, reportProblems, writeWhole } from './output';

/**
 * `bank DIR --out BANK`: a clip bank of a folder of recordings, each trimmed, checked and measured: a folder with `bank.json`, or
 * an archive where BANK ends in `.zip`. The page imports both. A line a recording on stdout.
 */
export async function bank(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { out: { type: 'string' }, name: { type: 'string' } });
  const folder = oneFile(positionals, 'bank');
  const { out } = values;
  if (out === undefined)
    throw new PlainError('bad-arguments', 'bank needs --out and where to write the bank.', 'See: mhm help.');
  const files = await filesBelow(folder);
  const encoder = createClipEncoder(await nodeModels().clips());
  const problems: { readonly sentence: string }[] = [];
  const entries: BankEntry[] = [];
  const sounds = new Map<string, Uint8Array>();
  let about: Pick<BankFile, 'name' | 'voice' | 'rights'> = { name: basename(folder), voice: '', rights: {} };
  const decode = (bytes: Uint8Array) => decodeSound(bytes, LONGEST_FILE_MS);
  for await (const event of readRecordings(files, { forms: CLIP_FORMS, decode })) {
    if (event.kind === 'bank') about = event.bank;
    else if (event.kind === 'problem') problems.push(event.error);
    else if (event.kind === 'note') console.error(event.text);
    else {
      const { path, entry, bytes, sound } = event.recording;
      try {
        const measured = await encoder.embedRecording(resample(sound.samples, sound.rateHz, SAMPLE_RATE_HZ));
        const known = measuredEntry(entry, encoder.encoder, measured);
        entries.push(known);
        sounds.set(known.file, bytes);
        const { vector: _vector, encoder: _encoder, ...line } = known;
        printLine({ from: path, ...line });
      } catch (error) {
        const { sentence } = toPlainError(error, 'failed', 'It could not be measured.');
        problems.push({ sentence: `${path}: ${sentence}` });
      }
    }
  }
  if (entries.length === 0)
    throw new PlainError('bank-empty', `There is no recording in ${folder} that a bank can take.`);
  await write(
    out,
    { ...about, ...(values.name === undefined ? {} : { name: values.name }), recordings: entries },
    sounds,
  );
  return reportProblems(problems);
}

async function write(out: string, made: BankFile, sounds: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const sound = (file: string): Uint8Array => sounds.get(file) ?? new Uint8Array(0);
  if (!/\.zip$/i.test(out)) {
    for (const file of sounds.keys()) await writeWhole(out, file, sound(file));
    return writeWhole(out, BANK_JSON, writeBankFile(made, CLIP_FORMS));
  }
  const pieces: Uint8Array[] = [];
  await zipBank(
    made,
    CLIP_FORMS,
    (file) => Promise.resolve(sound(file)),
    (piece) => pieces.push(piece),
  );
  await writeWhole(dirname(out), basename(out), Buffer.concat(pieces));
}

/** Every file below a folder, in order. Throws a `PlainError` (`folder-missing`). */
async function filesBelow(folder: string): Promise<readonly FileToRead[]> {
  const found: FileToRead[] = [];
  for (const path of await pathsBelow(folder)) {
    const { size, isFile } = await stat(join(folder, path)).then(
      (stats) => ({ size: stats.size, isFile: stats.isFile() }),
      // A link that leads nowhere; reading it will say so.
      () => ({ size: 0, isFile: true }),
    );
    if (isFile) found.push({ path, size, bytes: () => readBytes(join(folder, path)) });
  }
  return found;
}
