import {
  chooseClip,
  CLIP_START,
  createClipEncoder,
  createDecisionStage,
  createWordsStage,
  decodeAudioFile,
  frames,
  loadClipBank,
  loadHands,
  decodeSound,
  watchInOrder,
} from '../pipeline';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { at } from '../bench';
import type { Condition, Dials, Word } from '../flow';
import { seededRandom } from '../shared/random';
import { createScope } from '../shared/scope';
import { nodeModels } from './model-host';
import { benchFull, benchFullText, readPart } from './bench-full';
import { PACK_OPTIONS, readArguments, readFullFolder } from './options';

/** One stage's time per call, beside the naive way of doing the same. */
interface Row {
  readonly stage: string;
  readonly ms: readonly number[];
  readonly naive: { readonly way: string; readonly ms: readonly number[] } | null;
}

const SAMPLE = fileURLToPath(new URL('../../public/sample/short.flac', import.meta.url));

/**
 * `bench`: each stage's time per call on this machine, with the naive way beside it in the same run; with `--pack full` the parts of
 * the full set as the page's own bench measures them.
 */
export async function bench(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, {
    ...PACK_OPTIONS,
    part: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const part = readPart(values.part);
  const full = readFullFolder(values);
  console.error('Loading and warming up…');
  if (full !== null) {
    const report = await benchFull(full, part, values.quick ? 'quick' : 'thorough');
    console.log(benchFullText(report, values.json));
    return 0;
  }
  const models = nodeModels();
  const rows = [
    ...(await benchWords(models)),
    ...(await benchDecision(nodeModels(1))),
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

/** 22 words that are a token each, within five seconds: 24 tokens with the opening and the closing one. */
const SAID =
  'so we drove out to the coast last weekend and the whole place was closed so we just went back home again';
const WORDS: readonly Word[] = SAID.split(' ').map((text, index) => ({
  text,
  startMs: index * 220,
  endMs: index * 220 + 190,
  heardMs: index * 220 + 400,
  speaker: 'you',
}));
const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 0,
  sinceTurnMs: null,
  sinceBackchannelMs: null,
};

/** Settings of both dials at every twentieth: the dial plane of one word. */
const STEPS = Array.from({ length: 21 }, (_, step) => step / 20);
const PLANE: readonly Dials[] = STEPS.flatMap((bc) => STEPS.map((tc) => ({ bc, tc })));
/** How often the slowest naive way is run: it takes seconds. */
const SLOW_CALLS = 3;

/**
 * The backbone once a word and the head for all else, against reading the window anew for every judgement; on one thread, as a page
 * without isolation has it.
 */
async function benchDecision(models: Models): Promise<Row[]> {
  const stage = createDecisionStage(await models.decision());
  const last = WORDS.length - 1;
  const hear = (word = last): Promise<void> => stage.hear(WORDS, word);
  const judge = (dials: Dials, word = last): Promise<unknown> =>
    stage.judge([{ word, condition: { ...CONDITION, dials } }]);
  const anew = async (dials: Dials, word = last): Promise<void> => {
    await hear(word);
    await judge(dials, word);
  };
  const backbone = await repeat(() => hear());
  const head = await repeat(() => judge(CONDITION.dials));
  const whole = await repeat(() => anew(CONDITION.dials));
  const plane = await repeat(() =>
    stage.judge(PLANE.map((dials) => ({ word: last, condition: { ...CONDITION, dials } }))),
  );
  const planeAnew = await repeat(async () => {
    for (const dials of PLANE) await anew(dials);
  }, SLOW_CALLS);
  for (const word of WORDS.keys()) await hear(word);
  const recolour = await repeat(() =>
    stage.judge(Array.from(WORDS.keys(), (word) => ({ word, condition: CONDITION }))),
  );
  const recolourAnew = await repeat(async () => {
    for (const word of WORDS.keys()) await anew(CONDITION.dials, word);
  }, SLOW_CALLS);
  const way = 'the window read anew';
  return [
    { stage: 'decision: backbone, a word of 24 tokens, 1 thread', ms: backbone, naive: null },
    { stage: 'decision: head, one judgement', ms: head, naive: { way, ms: whole } },
    { stage: 'decision: plane of 21 x 21 settings', ms: plane, naive: { way, ms: planeAnew } },
    { stage: `decision: ${WORDS.length} words recoloured`, ms: recolour, naive: { way, ms: recolourAnew } },
  ];
}

/** A piece of the sample as long as a backchannel, from where somebody speaks. */
const SPOKEN_AT = 16_000;
const RECORDING_SAMPLES = 11_200;
const MEASURED_CALLS = 30;
/** Recordings of a large bank. */
const MANY = 1000;

async function benchClips(models: Models): Promise<Row[]> {
  const { set } = models;
  const hands = await loadHands({
    clips: await models.pack(set.clips),
    voice: await models.pack(set.voice),
    decode: decodeSound,
  });
  const scope = createScope();
  const encoder = await models.context();
  const context = watchInOrder((turns) => encoder.embedContext({ turns }));
  const session = hands.session({ scope, random: seededRandom(1), context, levelDbfs: () => null });
  const turns = [{ speaker: 'you', text: SAID }] as const;
  let tMs = 0;
  await hands.fetchAll();
  const embed = await repeat(() => session.hearTurns(turns, 0));
  const choose = await repeat(() => session.chooseClip(turns, WORDS, (tMs += 3000)));
  scope.end();
  const { samples } = await decodeAudioFile(await readFile(SAMPLE));
  const recording = samples.slice(SPOKEN_AT, SPOKEN_AT + RECORDING_SAMPLES);
  const ears = createClipEncoder(await models.clips());
  const measured = await repeat(() => ears.embedRecording(recording), MEASURED_CALLS);
  const bank = await loadClipBank(await models.pack(set.clips), decodeSound);
  const many = {
    ...bank,
    recordings: Array.from({ length: MANY }, (_, number) => bank.recordings[number % bank.recordings.length])
      .filter((recording) => recording !== undefined)
      .map((recording, number) => ({ ...recording, file: `${number}.flac` })),
  };
  const moment = { tMs: 5000, turns, words: WORDS, random: seededRandom(1), embedded: context.latest() };
  const chooseOfMany = await repeat(() => Promise.resolve(chooseClip(many, CLIP_START, moment)));
  return [
    { stage: `clip: the context of ${WORDS.length} words`, ms: embed, naive: null },
    { stage: `clip: one choice among ${MANY} recordings`, ms: chooseOfMany, naive: null },
    { stage: 'clip: one choice, its sound decoded', ms: choose, naive: null },
    { stage: 'clip: a recording of 0.7 s, placed and rated', ms: measured, naive: null },
  ];
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
  const ratio = naive ? (at(ms, 0.5) / at(naive.ms, 0.5)).toPrecision(2) : '';
  return `| ${stage} | ${ms.length} | ${cell(ms)} | ${naive?.way ?? ''} | ${naive ? cell(naive.ms) : ''} | ${ratio} |`;
}
