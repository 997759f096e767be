import { createDecisionStage } from '../pipeline';
import type { DecisionStage } from '../pipeline';
import { readWindowsJsonl } from '../record';
import type { DecisionWindow } from '../record';
import { chosenModels } from './model-host';
import { oneFile, PACK_OPTIONS, readArguments, readFullFolder, readText } from './options';
import { printLine, reportProblems } from './output';

/** `decide WINDOWS.jsonl`: the three probabilities of each window, for the balanced prior. */
export async function decide(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, PACK_OPTIONS);
  const { windows, problems } = readWindowsJsonl(await readText(oneFile(positionals, 'decide')));
  const models = await chosenModels(readFullFolder(values));
  const stage = createDecisionStage(await models.decision());
  for (const window of windows) printLine(await answer(stage, window));
  return reportProblems(problems);
}

async function answer(stage: DecisionStage, { id, words, condition }: DecisionWindow) {
  const own = words.filter(({ speaker }) => speaker === 'you');
  const word = own.length - 1;
  await stage.hear(own, word);
  const [p] = await stage.judge([{ word, condition }]);
  const [turnClaim = 0, backchannel = 0] = (p ?? []).map((value) => Math.round(value * 1e6) / 1e6);
  // The last is what the others leave, so that the rounded numbers still sum to 1.
  const staySilent = Math.round((1 - turnClaim - backchannel) * 1e6) / 1e6;
  return { id, turn_claim: turnClaim, backchannel, stay_silent: staySilent };
}
