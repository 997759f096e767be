import type { Dials, Word } from '../flow';
import {
  checkDials,
  createDecisionStage,
  DEFAULT_DIALS,
  policyForWords,
  simulateTalk,
  speechMinutes,
} from '../pipeline';
import type { DecisionStage } from '../pipeline';
import { readWordsJsonl } from '../record';
import { PlainError, toPlainError } from '../shared/plain-error';
import { chosenModels } from './model-host';
import { PACK_OPTIONS, readArguments, readFullFolder, readNumbers, readText } from './options';
import { printLine, reportProblems } from './output';

interface Problem {
  readonly sentence: string;
}

/** `simulate FILE…`: what the listener does on whole conversations of words, a line for each file and setting. */
export async function simulate(args: readonly string[]): Promise<number> {
  const { values, positionals: files } = readArguments(args, {
    bc: { type: 'string' },
    tc: { type: 'string' },
    ...PACK_OPTIONS,
  });
  if (files.length === 0)
    throw new PlainError('bad-arguments', 'simulate takes files of timed words.', 'See: mhm help.');
  const full = readFullFolder(values);
  const [bcs, tcs] = [
    readNumbers(values.bc, 'bc', [DEFAULT_DIALS.bc]),
    readNumbers(values.tc, 'tc', [DEFAULT_DIALS.tc]),
  ];
  const settings = bcs.flatMap((bc) => tcs.map((tc) => checkDials({ bc, tc })));
  const stage = createDecisionStage(await (await chosenModels(full)).decision());
  const problems: Problem[] = [];
  for (const file of files) {
    const { words, found } = await readTalk(file);
    problems.push(...found);
    if (words.length > 0) await simulateFile(stage, file, words, settings);
  }
  return reportProblems(problems);
}

/** The partner's words of a file; the listener's own are left out, since the simulated listener stands in for it. */
async function readTalk(file: string): Promise<{ words: readonly Word[]; found: readonly Problem[] }> {
  try {
    const { words, problems } = readWordsJsonl(await readText(file));
    const own = words.filter(({ speaker }) => speaker === 'you');
    const none =
      words.length > 0 && own.length === 0
        ? [{ sentence: `${file}: All words are the listener's own; there is nobody to listen to.` }]
        : [];
    return {
      words: own,
      found: [...problems.map(({ sentence }) => ({ sentence: `${file}: ${sentence}` })), ...none],
    };
  } catch (error) {
    const { sentence } = toPlainError(error, 'file-unreadable', `The file ${file} cannot be read.`);
    return { words: [], found: [{ sentence }] };
  }
}

async function simulateFile(
  stage: DecisionStage,
  file: string,
  words: readonly Word[],
  settings: readonly Dials[],
): Promise<void> {
  await stage.forget();
  let heard = -1;
  const policy = policyForWords(stage.meta.policy, words);
  const runs = await simulateTalk(words, settings, policy, async (word, conditions) => {
    // Once a word, whatever the settings.
    if (word !== heard) await stage.hear(words, word);
    heard = word;
    return stage.judge(conditions.map((condition) => ({ word, condition })));
  });
  const speechMin = Math.round(speechMinutes(words) * 1e4) / 1e4;
  for (const [index, { bc, tc }] of settings.entries()) {
    const events = (runs[index] ?? []).map(({ tMs, action, word, silenceMs }) => ({
      t_ms: tMs,
      action,
      word,
      silence_ms: silenceMs,
    }));
    const count = (wanted: string): number => events.filter(({ action }) => action === wanted).length;
    const counts = { backchannels: count('backchannel'), claims: count('turn_claim') };
    printLine({ file, bc, tc, speech_min: speechMin, ...counts, events });
  }
}
