/**
 * Measures the built page live: the sample conversation in real time in Chromium, its record against the sample's true word times.
 * Writes `docs/results/live.{json,md}`. `npm run build` first; leave the machine alone meanwhile.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { QUIET } from '../e2e/help/browser';
import { readRecord } from '../src/record';
import type { EventOf } from '../src/record';
import { normaliseText } from '../src/shared/text';
import { ensureChromium } from './chromium.mjs';

interface TrueWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** After the sample's own length: loading is over by then, the last answer too. */
const PATIENCE_MS = 180_000;

const record = await runPage();
const truth = JSON.parse(readFileSync('public/sample/talk.words.json', 'utf8')) as TrueWord[];
const words = record.filter(
  (event): event is EventOf<'word'> => event.kind === 'word' && event.speaker === 'you',
);
const decisions = new Map<number, number>();
for (const event of record)
  if (event.kind === 'decision' && !decisions.has(event.word)) decisions.set(event.word, event.t_ms);
const matched = matchWords(words, truth);
const toDecision = matched.flatMap(({ word, spoken }) => {
  const tMs = decisions.get(word);
  return tMs === undefined ? [] : [tMs - spoken.end * 1000];
});
const toReady = matched.map(({ heard, spoken }) => (heard.ready_ms ?? heard.t_ms) - spoken.end * 1000);
const audioNeeded = matched.map(({ heard, spoken }) => heard.t_ms - spoken.end * 1000);
const cues = new Map(
  record.flatMap((event) => (event.kind === 'cue' ? [[event.id, event.t_ms] as const] : [])),
);
const toSound = record.flatMap((event) => {
  const cueMs = event.kind === 'played' ? cues.get(event.id) : undefined;
  return event.kind === 'played' && cueMs !== undefined ? [event.start_ms - cueMs] : [];
});
const shed = record.filter((event) => event.kind === 'note' && event.text.includes('decoding passes')).length;
const dropped = record.filter(({ kind }) => kind === 'dropped').length;

const rows: readonly (readonly [string, readonly number[]])[] = [
  ['word’s end (true) to its decision', toDecision],
  ['of that: audio needed after the word’s end', audioNeeded],
  ['word’s end (true) to the word in the page', toReady],
  ['decision on a cue to its sound', toSound],
];
const figures = Object.fromEntries(
  rows.map(([name, ms]) => [name, { count: ms.length, median: at(ms, 0.5), p95: at(ms, 0.95) }]),
);
mkdirSync('docs/results', { recursive: true });
const date = new Date().toISOString().slice(0, 10);
writeFileSync(
  'docs/results/live.json',
  `${JSON.stringify({ date, words: words.length, matched: matched.length, shed, dropped, figures }, null, 2)}\n`,
);
writeFileSync('docs/results/live.md', section());
console.log(section());

function section(): string {
  const lines = rows.map(([name, ms]) => `| ${name} | ${ms.length} | ${at(ms, 0.5)} | ${at(ms, 0.95)} |`);
  return `## Live: the page in real time

${date}, \`npm run build && npm run measure:live\`, the shipped sample conversation (${truth.length} words, our own script and voice), headless
Chromium, ${cpus().length} cores that also run the browser. Dials at their defaults. Word times of the sample are true (from its synthesis).

| ms | count | median | 95th percentile |
| --- | --- | --- | --- |
${lines.join('\n')}

${matched.length} of ${words.length} recognised words could be matched with the script. Notes that decoding passes were left out: ${shed}. Cues dropped: ${dropped}.
Sound is when the page says it began, the output latency that the browser reports included; a loudspeaker's own delay is not measured, nor is
a real microphone's (the sample takes the microphone's place before the recogniser). Not measured: other browsers, phones.
`;
}

async function runPage() {
  const server = await preview({ preview: { port: 4181, strictPort: true }, logLevel: 'error' });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: QUIET,
  });
  try {
    const page = await browser.newPage();
    await page.goto('http://localhost:4181/');
    await page.getByRole('button', { name: 'Hear a sample conversation' }).click();
    const save = page.getByRole('button', { name: /record/ });
    await save.waitFor({ timeout: PATIENCE_MS });
    const download = page.waitForEvent('download');
    await save.click();
    return readRecord(readFileSync(await (await download).path(), 'utf8')).events;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Pairs recognised words with the script's by the longest common run of equal words. */
function matchWords(heard: readonly EventOf<'word'>[], script: readonly TrueWord[]) {
  const same = (one: string, other: string): boolean => normaliseText(one) === normaliseText(other);
  const lengths = Array.from({ length: heard.length + 1 }, () =>
    Array.from({ length: script.length + 1 }, () => 0),
  );
  for (let i = heard.length - 1; i >= 0; i--)
    for (let j = script.length - 1; j >= 0; j--) {
      const equal = same(heard[i]?.text ?? '', script[j]?.text ?? '');
      const row = lengths[i];
      const below = lengths[i + 1];
      if (row && below) row[j] = equal ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  const pairs: { word: number; heard: EventOf<'word'>; spoken: TrueWord }[] = [];
  let [i, j] = [0, 0];
  while (i < heard.length && j < script.length) {
    const [word, spoken] = [heard[i], script[j]];
    if (word && spoken && same(word.text, spoken.text))
      pairs.push({ word: i++, heard: word, spoken: script[j++] ?? spoken });
    else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}

/** The value below which `share` of the values lie, in whole ms. */
function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
}
