/**
 * How near the mirror's estimate comes to what people are, as a session goes on:
 *
 *     npm run --silent measure:mirror -- OUT_DIR > docs/results/mirror.md
 *
 * OUT_DIR is what `training/runs/small-decision.sh` fills: `val.jsonl` and `dials.json`. Each side of a conversation is once the
 * person, the other side's turns are the listener's. The truth is the person's own two dials, as the training data count them over the
 * whole conversation. Settings of the mirror were chosen on the choosing half; the table is the other half's.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_DIALS } from '../src/pipeline';
import { dialOf } from '../src/decision/mirror';
import { createMirrorTracker } from '../src/pipeline/mirror-tracker';
import { isBackchannel } from '../src/shared/backchannel-words';

type SpokenWord = readonly [startS: number, endS: number, text: string];
interface Conversation {
  readonly id: string;
  readonly duration_s: number;
  readonly sides: readonly { readonly words: readonly SpokenWord[] }[];
}
interface Utterance {
  readonly words: readonly SpokenWord[];
  readonly backchannel: boolean;
}
interface Tables {
  readonly c_bc: { readonly quantiles: number[] };
  readonly c_tc: { readonly quantiles: number[] };
}

const MINUTES = [0.5, 1, 2, 3, 4];
/** Words closer than this are one utterance (design: "Simulation"). */
const GAP_S = 1;

function utterances(words: readonly SpokenWord[]): Utterance[] {
  const groups: SpokenWord[][] = [];
  for (const word of words) {
    const last = groups.at(-1);
    if (last && word[0] - (last.at(-1)?.[1] ?? 0) < GAP_S) last.push(word);
    else groups.push([word]);
  }
  return groups.map((group) => ({
    words: group,
    backchannel: isBackchannel(group.map(([, , text]) => text).join(' ')),
  }));
}

/** A person's own dials over a whole conversation; twin of `training/mhm_training/dials.py`, annotations aside. */
function trueDials(spoken: readonly Utterance[], durationS: number, tables: Tables) {
  let hummed = 0;
  let voiced = 0;
  for (const { words, backchannel } of spoken) {
    const [first, last] = [words[0], words.at(-1)];
    if (!first || !last) continue;
    if (backchannel) hummed += last[1] - first[0];
    else voiced += words.reduce((sum, [start, end]) => sum + end - start, 0);
  }
  return {
    bc: dialOf(hummed / durationS, tables.c_bc.quantiles),
    tc: dialOf(voiced / durationS, tables.c_tc.quantiles),
  };
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('Give the folder with val.jsonl and dials.json.');
  const tables = JSON.parse(readFileSync(join(folder, 'dials.json'), 'utf8')) as Tables;
  const none = { dial: [0], corpus: [0], simulated: [0], low: [0], high: [0] };
  const rates = { rate_per_min: none, late_rate_per_min: none };
  const meta = { dials: { c_bc: { ...tables.c_bc, ...rates }, c_tc: { ...tables.c_tc, ...rates } } };
  const conversations: Conversation[] = [];
  for await (const line of createInterface({ input: createReadStream(join(folder, 'val.jsonl')) }))
    conversations.push(JSON.parse(line) as Conversation);
  conversations.sort((one, other) => (one.id < other.id ? -1 : 1));

  for (const [half, name] of [
    [0, 'choosing'],
    [1, 'reporting'],
  ] as const) {
    const errors = MINUTES.map(() => ({ bc: [] as number[], tc: [] as number[], off: [] as number[][] }));
    const defaults = { bc: [] as number[], tc: [] as number[] };
    for (const [number, { duration_s, sides }] of conversations.entries()) {
      if (number % 2 !== half) continue;
      for (const me of [0, 1]) {
        const [mine, theirs] = [utterances(sides[me]?.words ?? []), utterances(sides[1 - me]?.words ?? [])];
        const truth = trueDials(mine, duration_s, tables);
        defaults.bc.push(Math.abs(DEFAULT_DIALS.bc - truth.bc));
        defaults.tc.push(Math.abs(DEFAULT_DIALS.tc - truth.tc));
        const told = eventsOf(mine, theirs);
        const tracker = createMirrorTracker(() => meta);
        let next = 0;
        for (const [index, minutes] of MINUTES.entries()) {
          const nowMs = minutes * 60_000;
          for (; (told[next]?.atMs ?? Infinity) <= nowMs; next++)
            for (const event of told[next]?.events ?? []) tracker.take(event);
          const { bc, tc } = tracker.estimate(nowMs);
          errors[index]?.bc.push(Math.abs(bc - truth.bc));
          errors[index]?.tc.push(Math.abs(tc - truth.tc));
          errors[index]?.off.push([bc - truth.bc, tc - truth.tc]);
        }
      }
    }
    report(name, errors, defaults);
  }
}

type Told = {
  readonly atMs: number;
  readonly events: Parameters<ReturnType<typeof createMirrorTracker>['take']>[0][];
};

/** A conversation as a session's record tells it: my words, and the other's turns as the listener's. */
function eventsOf(mine: readonly Utterance[], theirs: readonly Utterance[]): Told[] {
  const words = mine.flatMap(({ words: said }) =>
    said.map(([start, end, text]): Told => {
      const times = { t_ms: end * 1000, start_ms: start * 1000, end_ms: end * 1000 };
      return { atMs: end * 1000, events: [{ kind: 'word', text, speaker: 'you', ...times }] };
    }),
  );
  const turns = theirs
    .filter(({ backchannel }) => !backchannel)
    .map(({ words: said }, index): Told => {
      const [startMs, endMs] = [(said[0]?.[0] ?? 0) * 1000, (said.at(-1)?.[1] ?? 0) * 1000];
      const id = `turn-${index}`;
      const cue = { file: null, form: null, gain_db: 0, why: {} };
      return {
        atMs: endMs,
        events: [
          { kind: 'cue', t_ms: startMs, action: 'turn_claim', id, ...cue },
          { kind: 'played', t_ms: startMs, id, start_ms: startMs, end_ms: endMs },
        ],
      };
    });
  return [...words, ...turns].toSorted((one, other) => one.atMs - other.atMs);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

function report(
  half: string,
  errors: readonly { bc: number[]; tc: number[]; off: number[][] }[],
  defaults: { bc: number[]; tc: number[] },
): void {
  if (half === 'choosing') {
    for (const [index, { bc, tc, off }] of errors.entries())
      console.error(
        half,
        MINUTES[index],
        mean(bc).toFixed(3),
        mean(tc).toFixed(3),
        mean(off.map(([b = 0]) => b)).toFixed(3),
        mean(off.map(([, t = 0]) => t)).toFixed(3),
      );
    console.error('default', mean(defaults.bc).toFixed(3), mean(defaults.tc).toFixed(3));
    return;
  }
  const date = new Date().toISOString().slice(0, 10);
  console.log(`## Mirror: how near the estimate comes\n`);
  console.log(
    `${date}, \`npm run --silent measure:mirror -- OUT_DIR\`, ${defaults.bc.length} sides of the reporting half of val. The mean distance of`,
  );
  console.log(
    'the estimate from what that person is over the whole conversation (both dials 0 to 1), after so many minutes:\n',
  );
  console.log('| minutes | nodding, off by | taking the turn, off by |\n| --- | --- | --- |');
  console.log(`| the default | ${mean(defaults.bc).toFixed(3)} | ${mean(defaults.tc).toFixed(3)} |`);
  for (const [index, { bc, tc }] of errors.entries())
    console.log(`| ${MINUTES[index]} | ${mean(bc).toFixed(3)} | ${mean(tc).toFixed(3)} |`);
}

await main(process.argv[2]);
