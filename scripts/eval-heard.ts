/**
 * What the decision loses on our own streamed words, where people did backchannel:
 *
 *     npx tsx scripts/eval-heard.ts DIR [--every N]
 *
 * DIR holds the perception study's stimulus sets: after each context a listener really gave a backchannel. The context is heard
 * streaming, and decoded at once with all of its audio; at every word of either, what the decision makes of it at silence 0, dials .5,
 * no history. Writes docs/results/heard.md; no words are written anywhere.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Word } from '../src/flow';
import { openPack, SMALL_SET } from '../src/packs';
import { createModelHost } from '../src/packs/host';
import { createDecisionStage, loadDecisionModels } from '../src/decision';
import { nodeSource } from '../src/testing/node/models';
import { wordsModels } from '../src/testing/node/words';
import { contextNames, readContext } from './eval-words/contexts';
import { decodeAtOnce, streamedWords } from './eval-words/measure';

/** How probable a backchannel is at the words of one context, given that the turn is not claimed; the last is the true one. */
interface Scored {
  readonly scores: readonly number[];
  readonly topAtEnd: boolean;
}
const NEUTRAL = { dials: { bc: 0.5, tc: 0.5 }, silenceMs: 0, sinceTurnMs: null, sinceBackchannelMs: null };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '5' } },
});
const [folder] = positionals;
if (folder === undefined) {
  process.stderr.write('Name the folder with the stimulus sets: npx tsx scripts/eval-heard.ts DIR\n');
  process.exit(2);
}
const source = nodeSource();
const packs = {
  backbone: await openPack(source, SMALL_SET.backbone),
  head: await openPack(source, SMALL_SET.head),
};
const decision = createDecisionStage(await loadDecisionModels(createModelHost({ threads: 1 }), packs));
const recogniser = await wordsModels();
const ways = { streamed: [] as Scored[], atOnce: [] as Scored[] };
// From the second on: the first of every five were looked at while the recogniser's rules were chosen.
const all = await contextNames(folder);
for (const [index, name] of all.entries()) {
  if (index % Number(values.every) !== 1) continue;
  const { samples } = await readContext(folder, name, index);
  const streamed = await streamedWords(recogniser, samples);
  const atOnce = (await decodeAtOnce(recogniser, samples)).map(({ text, startMs, endMs }): Word => ({
    text,
    startMs,
    endMs,
    heardMs: endMs,
    speaker: 'you',
  }));
  if (streamed.length < 2 || atOnce.length < 2) continue;
  ways.streamed.push(await score(streamed));
  ways.atOnce.push(await score(atOnce));
}
const row = (way: string, scored: readonly Scored[]): string =>
  `| ${way} | ${auc(scored).toFixed(3)} | ${share(scored.map(({ topAtEnd }) => topAtEnd))} % | ${mean(scored.map(({ scores }) => scores.at(-1) ?? 0)).toFixed(3)} |`;
const text = `## Decision on our own streamed words

\`npm run measure:heard -- DIR\`, ${new Date().toISOString().slice(0, 10)}, ${ways.streamed.length} contexts of the perception study's shared half (every ${values.every}th; telephone speech,
another corpus than the decision was trained on), each followed by a backchannel that somebody really gave. At every word, at silence 0, dials
.5, no history: how probable a backchannel is, given that the turn is not claimed.

| words | AUC, the last word against all before | backchannel the likeliest of three at the last | mean score there |
| --- | --- | --- | --- |
${row('decoded at once, with all the audio', ways.atOnce)}
${row('streamed, as the listener hears them', ways.streamed)}

Not measured: true transcripts (the study's have no word times); whether other words of these contexts got backchannels, too, which
makes the AUC a lower bound; the AUC of claims.
`;
await writeFile('docs/results/heard.md', text);
process.stdout.write(text);
process.exit(0);

async function score(words: readonly Word[]): Promise<Scored> {
  for (const index of words.keys()) await decision.hear(words, index);
  const answers = await decision.judge(Array.from(words.keys(), (word) => ({ word, condition: NEUTRAL })));
  const [claim = 0, backchannel = 0, silent = 0] = answers.at(-1) ?? [];
  return {
    scores: answers.map(([, one, other]) => one / (one + other)),
    topAtEnd: backchannel > Math.max(claim, silent),
  };
}

/** Share of pairs (a last word, an earlier one, of any context) in which the last has the higher score. */
function auc(scored: readonly Scored[]): number {
  const ends = scored.map(({ scores }) => scores.at(-1) ?? 0);
  const before = scored.flatMap(({ scores }) => scores.slice(0, -1));
  const won = ends.flatMap((end) => before.map((other) => (end > other ? 1 : end === other ? 0.5 : 0)));
  return mean(won);
}
function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
}
function share(flags: readonly boolean[]): string {
  return (100 * mean(flags.map(Number))).toFixed(0);
}
