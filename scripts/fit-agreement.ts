/**
 * Fits what tells whether a word of a running hypothesis will stay (`src/words/agreement.ts`):
 *
 *     npx tsx scripts/fit-agreement.ts DIR
 *
 * DIR holds the perception study's stimulus sets. The recordings that count as seen fit the weights; every fifth of the others
 * tells how well they do. What was really said is not used: a word stays if a pass with more audio behind it says it again.
 */
import { createModelHost } from '../src/packs/host';
import { hearAll, wordsPacks } from '../src/testing/node/words';
import { createWordsStage, loadWordsModels, type Pass } from '../src/words';
import { isSame, PASSES, STAY, stayFeatures } from '../src/words/agreement';
import { contextNames, readContext } from './eval-words/contexts';
import { logisticRegression, logLoss, type Example } from './eval-words/logistic';

/** Words are looked at while they have this much audio behind them, and judged by a pass with so much more, ms. */
const [FROM_MS, TO_MS, JUDGED_MS] = [-50, 1000, 1600];
/** A pass whose window begins this close to a word may have cut it. */
const MARGIN_MS = 300;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Name the folder with the stimulus sets: npx tsx scripts/fit-agreement.ts DIR\n');
  process.exit(2);
}
const models = await loadWordsModels(createModelHost({ threads: 2 }), await wordsPacks());
const fitted: Example[] = [];
const held: Example[] = [];
for (const [index, name] of (await contextNames(folder)).entries()) {
  const context = await readContext(folder, name, index);
  if (!context.seen && index % 5 !== 1) continue;
  const passes: Pass[] = [];
  const stage = createWordsStage(models, { onPass: (pass) => passes.push(onSessionClock(pass)) });
  await hearAll(stage, context.samples);
  (context.seen ? fitted : held).push(...examplesOf(passes));
}
const [bias = 0, ...weights] = logisticRegression(fitted);
const rounded = weights.map((weight) => weight.toFixed(2)).join(', ');
process.stdout.write(`bias ${bias.toFixed(2)}, weights ${rounded} from ${fitted.length} words\n`);
const shipped = logLoss(held, [STAY.bias, ...STAY.weights]).toFixed(4);
const now = logLoss(held, [bias, ...weights]).toFixed(4);
process.stdout.write(
  `log loss on ${held.length} words of others: ${now}, with the weights in the code ${shipped}\n`,
);
process.exit(0);

function onSessionClock({ words, startMs, ...pass }: Pass): Pass {
  const moved = words.map((word) => ({
    ...word,
    startMs: word.startMs + startMs,
    endMs: word.endMs + startMs,
  }));
  return { ...pass, startMs, words: moved };
}

function examplesOf(passes: readonly Pass[]): readonly Example[] {
  return passes.flatMap((pass, index) => {
    const before = passes.slice(Math.max(0, index - PASSES), index).map(({ words }) => words);
    return pass.words.flatMap((word, at): readonly Example[] => {
      const behindMs = pass.endMs - word.endMs;
      if (!pass.ended || behindMs < FROM_MS || behindMs > TO_MS) return [];
      const judges = passes
        .slice(index + 1)
        .filter(
          ({ ended, startMs, endMs }) => ended && startMs <= word.startMs - MARGIN_MS && endMs > pass.endMs,
        );
      const judge = judges.find(({ endMs }) => endMs > word.endMs + JUDGED_MS) ?? judges.at(-1);
      if (judge === undefined) return [];
      return [
        { x: stayFeatures(pass.words, at, before), y: judge.words.some((other) => isSame(word, other)) },
      ];
    });
  });
}
