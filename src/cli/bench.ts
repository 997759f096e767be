import {
  createDecisionStage,
  createWordsStage,
  decodeAudioFile,
  frames,
  loadHands,
  decodeSound,
} from '../pipeline';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Condition, Word } from '../flow';
import { seededRandom } from '../shared/random';
import { createScope } from '../shared/scope';
import { nodeModels } from './model-host';
import { readArguments } from './options';

/** One stage's time per call, beside the naive way of doing the same. */
interface Row {
  readonly stage: string;
  readonly ms: readonly number[];
  readonly naive: { readonly way: string; readonly ms: readonly number[] } | null;
}

const SAMPLE = fileURLToPath(new URL('../../public/sample/short.flac', import.meta.url));

/** `bench`: each stage's time per call on this machine, with the naive way beside it in the same run. */
export async function bench(args: readonly string[]): Promise<number> {
  readArguments(args, {});
  const models = nodeModels();
  console.error('Loading and warming up…');
  const rows = [
    ...(await benchWords(models)),
    ...(await benchDecision(models)),
    ...(await benchClips(models)),
  ];
  const date = new Date().toISOString().slice(0, 10);
  const cores = `${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)} at the end`;
  console.log(`## Bench: time per call\n`);
  console.log(`${date}, \`npm run --silent mhm -- bench\`, Node, ${models.host.backend}, ${cores}.`);
  console.log(
    'Median (95th percentile) after warming up; the ratio is that of the medians, in the same run.\n',
  );
  console.log('| stage | calls | ms | naive way | ms | ratio |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(tableRow(row));
  return 0;
}

type Models = ReturnType<typeof nodeModels>;

/** Streaming passes over the sample against decoding the whole running segment anew at each step. */
async function benchWords(models: Models): Promise<Row[]> {
  const loaded = await models.words();
  const { samples } = await decodeAudioFile(await readFile(SAMPLE));
  const passes: number[] = [];
  const stage = createWordsStage(loaded, { now: () => performance.now() });
  await stage.warmUp();
  for (const frame of frames(samples))
    for (const event of await stage.push(frame))
      // Frames without a pass take a millisecond or two (voice activity only).
      if (event.kind === 'progress' && (event.computeMs ?? 0) > 10) passes.push(event.computeMs ?? 0);
  await stage.flush();
  const naive: number[] = [];
  for (let end = 16_000; end <= Math.min(samples.length, NAIVE_SAMPLES); end += 3_200) {
    const utterance = { samples: samples.subarray(0, end), draft: [], maxTokens: 60 };
    naive.push(await timed(() => loaded.recogniser.decode(utterance)));
  }
  return [
    { stage: 'words: one pass', ms: passes, naive: { way: 'whole segment, every token anew', ms: naive } },
  ];
}

const WORDS: readonly Word[] = 'so we drove out to the coast last weekend and the whole place was closed'
  .split(' ')
  .map((text, index) => ({
    text,
    startMs: index * 320,
    endMs: index * 320 + 260,
    heardMs: index * 320 + 500,
    speaker: 'you',
  }));
const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 0,
  sinceTurnMs: null,
  sinceBackchannelMs: null,
};

/** The backbone once a word, and the head alone, against running both for every change of a dial or 50 ms of silence. */
async function benchDecision(models: Models): Promise<Row[]> {
  const stage = createDecisionStage(await models.decision());
  const last = WORDS.length - 1;
  const hear = (): Promise<void> => stage.hear(WORDS, last);
  const judge = (): Promise<unknown> => stage.judge([{ word: last, condition: CONDITION }]);
  const both = async (): Promise<void> => {
    await hear();
    await judge();
  };
  const backbone = await repeat(hear);
  const whole = await repeat(both);
  const head = await repeat(judge);
  const hundred = Array.from({ length: 100 }, () => ({ word: last, condition: CONDITION }));
  const recolour = await repeat(() => stage.judge(hundred));
  const oneByOne = await repeat(async () => {
    for (const ask of hundred) await stage.judge([ask]);
  }, 10);
  return [
    { stage: 'decision: backbone, one word', ms: backbone, naive: null },
    {
      stage: 'decision: head, one judgement',
      ms: head,
      naive: { way: 'backbone and head each time', ms: whole },
    },
    { stage: 'decision: 100 words recoloured', ms: recolour, naive: { way: 'one by one', ms: oneByOne } },
  ];
}

async function benchClips(models: Models): Promise<Row[]> {
  const { set } = models;
  const hands = await loadHands({
    clips: await models.pack(set.clips),
    voice: await models.pack(set.voice),
    decode: decodeSound,
  });
  const scope = createScope();
  const session = hands.session({ scope, random: seededRandom(1), levelDbfs: () => null });
  let tMs = 0;
  await hands.fetchAll();
  const choose = await repeat(() => session.chooseClip([], WORDS, (tMs += 3000)));
  scope.end();
  return [{ stage: 'clip: one choice, its sound decoded', ms: choose, naive: null }];
}

/** Calls before timing: the runtime is several times slower until V8 has optimised its code. */
const WARM_UP_CALLS = 20;
/** The naive way is measured up to this much running speech. */
const NAIVE_SAMPLES = 16_000 * 8;

async function repeat(work: () => Promise<unknown>, calls = 100): Promise<number[]> {
  for (let call = 0; call < Math.min(WARM_UP_CALLS, calls); call++) await work();
  const times: number[] = [];
  for (let call = 0; call < calls; call++) times.push(await timed(work));
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function tableRow({ stage, ms, naive }: Row): string {
  const cell = (values: readonly number[]): string =>
    `${at(values, 0.5).toFixed(2)} (${at(values, 0.95).toFixed(2)})`;
  const ratio = naive ? (at(ms, 0.5) / at(naive.ms, 0.5)).toFixed(2) : '';
  return `| ${stage} | ${ms.length} | ${cell(ms)} | ${naive?.way ?? ''} | ${naive ? cell(naive.ms) : ''} | ${ratio} |`;
}

/** The value below which `share` of the values lie. */
function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
