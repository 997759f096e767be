/**
 * How well the words stage hears, as files in `docs/results`:
 *
 *     npx tsx scripts/eval-words.ts DIR [--limit N] [--threads N] [--no-memory] [--work FOLDER] [--done]
 *
 * DIR holds the perception study's stimulus sets. Recordings that are done are kept in the work folder, so that a run that was
 * cut off goes on where it was; --done reports on what is there; --no-memory keeps what the last report said of memory. No transcript is written anywhere.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createModelHost } from '../src/packs/host';
import { wordsPacks } from '../src/testing/node/words';
import { createWordsStage, loadWordsModels, selfCheckWords, WORDS_RULES } from '../src/words';
import { contextNames, readContext } from './eval-words/contexts';
import { measureContext, measurePasses, measureTimes, type ContextResult } from './eval-words/measure';
import { measureMemory } from './eval-words/memory';
import { summarise, toMarkdown, type WordsReport } from './eval-words/report';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: 'string' },
    threads: { type: 'string', default: '2' },
    'no-memory': { type: 'boolean', default: false },
    done: { type: 'boolean', default: false },
    work: { type: 'string', default: join(tmpdir(), 'mhm-eval-words') },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  process.stderr.write('Name the folder with the stimulus sets: npx tsx scripts/eval-words.ts DIR\n');
  process.exit(2);
}

const packs = await wordsPacks();
const models = await loadWordsModels(createModelHost({ threads: Number(values.threads) }), packs);
await selfCheckWords(models, packs);
await createWordsStage(models).warmUp();

const setUp = JSON.stringify([WORDS_RULES, packs.vad.meta.files, packs.recogniser.meta.files]);
const doneFile = join(values.work, `${createHash('sha256').update(setUp).digest('hex').slice(0, 12)}.jsonl`);
await mkdir(values.work, { recursive: true });
const done = new Map((await readDone(doneFile)).map((result) => [result.name, result]));

const all = await contextNames(folder);
const wanted = values.limit === undefined ? all : everyNth(all, Number(values.limit));
const names = values.done ? wanted.filter((name) => done.has(name)) : wanted;
for (const [index, name] of names.entries()) {
  if (done.has(name)) continue;
  const result = await measureContext(models, await readContext(folder, name, all.indexOf(name)));
  done.set(name, result);
  await appendFile(doneFile, `${JSON.stringify(result)}\n`);
  if (index % 10 === 9) process.stderr.write(`${index + 1} of ${names.length}\n`);
}

const times = await measureTimes(models);
const timedContexts = await Promise.all(
  everyNth(names, 12).map((name) => readContext(folder, name, all.indexOf(name))),
);
const passes = await measurePasses(models, timedContexts);
const today = new Date().toISOString().slice(0, 10);
const load = (loadavg()[0] ?? 0) / cpus().length;
const memory = values['no-memory'] ? await memoryBefore() : { ...(await measureMemory(models)), date: today };
const results = names.flatMap((name) => done.get(name) ?? []);
const report = summarise(results, times, passes, memory, {
  available: all.length,
  date: today,
  backend: models.backend,
  machine: `Node ${process.versions.node}, ${cpus().length} cores`,
  load_per_core: Number(load.toFixed(1)),
});
await mkdir('docs/results', { recursive: true });
await writeFile('docs/results/words.json', `${JSON.stringify(report, null, 2)}\n`);
await writeFile('docs/results/words.md', toMarkdown(report));
process.stdout.write(toMarkdown(report));
process.exit(0);

/** What the last report said of memory, with its date. */
async function memoryBefore(): Promise<WordsReport['memory']> {
  try {
    const { date, memory } = JSON.parse(await readFile('docs/results/words.json', 'utf8')) as WordsReport;
    return memory === null ? null : { ...memory, date: memory.date ?? date };
  } catch {
    return null;
  }
}

async function readDone(file: string): Promise<readonly ContextResult[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as ContextResult);
  } catch {
    return [];
  }
}

function everyNth<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0).slice(0, count);
}
