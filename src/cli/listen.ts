import { readFileSync } from 'node:fs';
import {
  createDecisionStage,
  createWordsStage,
  decodeAudioFile,
  encodeWav,
  frames,
  latePolicy,
  loadHands,
  policyForWords,
  resample,
  runFile,
  wordsFileEvents,
} from '../pipeline';
import type { FileMoment, HeadMeta, Policy, WordsModels } from '../pipeline';
import { exportRecord, headerControls, readWordsJsonl, recordLine } from '../record';
import type { RecordLine } from '../record';
import { SAMPLE_RATE_HZ, samplesToMs } from '../shared/units';
import { chosenModels } from './model-host';
import {
  checkControls,
  CONTROL_OPTIONS,
  oneFile,
  PACK_OPTIONS,
  readArguments,
  readBytes,
  readControls,
  readCount,
  readDials,
  readFullFolder,
  readText,
} from './options';
import { printLine, reportProblems, writeWhole } from './output';

/** The rate of listener.wav and mix.wav: that of the recordings. */
const OUT_RATE_HZ = 24_000;

/** `listen TALK`: the record's events as they come; with --out also the files of the session. */
export async function listen(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    channel: { type: 'string' },
    dials: { type: 'string' },
    ...PACK_OPTIONS,
    seed: { type: 'string' },
    out: { type: 'string' },
    ...CONTROL_OPTIONS,
  });
  const file = oneFile(positionals, 'listen');
  const full = readFullFolder(values);
  const { dials, mirror } = readDials(values.dials);
  const controls = readControls(values);
  const seed = readCount(values.seed, 'seed') ?? 1;
  const channel = readCount(values.channel, 'channel');
  const source = await openTalk(file, channel);

  const models = await chosenModels(full);
  const hands = await loadHands({
    clips: await models.pack(models.set.clips),
    voice: await models.pack(models.set.voice),
    decode: async (bytes) => ({ samples: (await decodeAudioFile(bytes)).samples, rateHz: SAMPLE_RATE_HZ }),
  });
  const lacks = checkControls(controls, hands.recordings());
  const decision = createDecisionStage(await models.decision());
  const policy = source.policy(decision.meta.policy);
  const lines: RecordLine[] = [];
  const write = (line: RecordLine): void => {
    lines.push(line);
    printLine(recordLine(line));
  };
  write({
    kind: 'header',
    version: 1,
    app: appName(),
    packs: Object.fromEntries(Object.entries(models.set).filter(([, id]) => id !== null)),
    backend: models.host.backend,
    dials: { bc: dials.bc, tc: dials.tc },
    seed,
    policy,
    started: new Date().toISOString(),
    study: null,
    ...headerControls(controls),
  });
  for (const note of [...source.notes, ...(lacks === null ? [] : [lacks])]) {
    console.error(`${file}: ${note}`);
    write({ kind: 'note', t_ms: 0, text: note });
  }
  const contextEncoder = await models.context();
  const track = await runFile({
    moments: source.moments(() => models.words()),
    decision,
    policy,
    hands,
    // Each set's encoder takes what it goes by.
    placeContext: (voice) => async (turns, word) => {
      const state = (await decision.state?.(word)) ?? null;
      return contextEncoder.embedContext({ turns, voice: voice(), ...(state && { state }) });
    },
    dials,
    mirror,
    controls,
    seed,
    rateHz: OUT_RATE_HZ,
    record: write,
  });

  if (values.out !== undefined) {
    const totalMs = Math.max(track.endMs, samplesToMs(source.samples.length));
    const listener = track.render(totalMs);
    const you = new Float32Array(listener.length);
    you.set(resample(source.samples, SAMPLE_RATE_HZ, OUT_RATE_HZ).subarray(0, you.length));
    await writeWhole(values.out, 'listener.wav', encodeWav([listener], OUT_RATE_HZ));
    await writeWhole(values.out, 'mix.wav', encodeWav([you, listener], OUT_RATE_HZ));
    await writeWhole(values.out, 'session.jsonl', exportRecord(lines).join(''));
  }
  return reportProblems(source.problems);
}

const appName = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return `${name} ${version}`;
};

/** What is listened to: the partner's sound where there is one, and what the words stage tells about it. */
interface Talk {
  readonly samples: Float32Array;
  readonly notes: readonly string[];
  readonly problems: readonly { readonly sentence: string }[];
  /** By when its words are known. */
  policy(fitted: HeadMeta['policy']): Policy;
  moments(models: () => Promise<WordsModels>): AsyncGenerator<FileMoment>;
}

async function openTalk(file: string, channel: number | undefined): Promise<Talk> {
  if (file.endsWith('.jsonl')) {
    const { words, problems } = readWordsJsonl(await readText(file));
    return {
      samples: new Float32Array(0),
      notes: [],
      problems,
      policy: (fitted) =>
        policyForWords(
          fitted,
          words.filter(({ speaker }) => speaker === 'you'),
        ),
      async *moments() {
        for (const events of wordsFileEvents(words)) yield { events };
      },
    };
  }
  const { samples, notes } = await decodeAudioFile(
    await readBytes(file),
    channel === undefined ? {} : { channel },
  );
  return {
    samples,
    notes,
    problems: [],
    policy: latePolicy,
    async *moments(models) {
      const stage = createWordsStage(await models());
      for (const frame of frames(samples)) yield { frame, events: await stage.push(frame) };
      yield { events: await stage.flush() };
    },
  };
}
