import type { Turn } from '../flow';
import { pickWeighted } from '../shared/pick';
import type { Random } from '../shared/random';
import { BAD_WORDS, GOOD_WORDS } from '../shared/mood';
import { hear, type Heard } from './heard';
import type { ScriptLine } from './voice';

/** What was said already in this session, in order. */
export interface ScriptState {
  readonly used: readonly string[];
  readonly lastAct: string | null;
}
export const SCRIPT_START: ScriptState = { used: [], lastAct: null };

/** Words of every conversation: as cues they say little about what it is about. */
const COMMON = new Set(
  (
    'was were had did went when then last going want next year years week weeks think you your what how why he she they ' +
    "so don't know well um uh but always still been keep see later time right might will all lot much everything say said told things thing stuff feel"
  ).split(' '),
);
const COMMON_WEIGHT = 0.3;
/** A line about the topic itself beats one that fits many topics. */
const TOPIC_FACTOR = 2.5;
const NO_TOPIC = new Set(['general', 'feelings']);
/** The fit of a line that fits anywhere, in units of one fresh cue. */
const ANYWHERE = 0.6;
/** A summary needs something to sum up. */
const SUMMARY_WORDS = 30;
/** News wants an answer to its mood, and an acknowledgement before a question. */
const MOOD_FACTOR = 2;
const ACKNOWLEDGED = 4;
/** How much the best lines are preferred: 1 in proportion to their score, more is stricter. */
const SHARPNESS = 2;
const GOODBYE = /\b(?:bye|goodbye|bye-bye|see you|talk to you later)\b/;
/** Greetings answer a greeting, not a story. */
const GREETING_WORDS = 12;
const BASE: Readonly<Record<string, number>> = {
  follow_up: 1.2,
  acknowledge: 1,
  agreement: 0.9,
  summary: 1.3,
  clarify: 0.35,
  greeting: 3,
  closing: 3,
};

/**
 * Chooses what to say, for the transcript so far. Pure but for `random`. A line is not said twice in a session while another one
 * fits. Null only when there are no lines.
 */
export function chooseLine(
  lines: readonly ScriptLine[],
  state: ScriptState,
  turns: readonly Turn[],
  random: Random,
): readonly [ScriptState, ScriptLine | null] {
  const heard = hear(turns);
  const fresh = lines.filter(({ id }) => !state.used.includes(id));
  const line =
    draw(fresh, (candidate) => score(candidate, heard, state), random) ??
    // Nothing unsaid fits: what fits anywhere, then what fits best of what was said before, the last line aside.
    draw(fresh, (candidate) => anywhere(candidate, heard), random) ??
    draw(
      lines.filter(({ id }) => id !== state.used.at(-1)),
      (candidate) => score(candidate, heard, state),
      random,
    ) ??
    lines.find(({ id }) => id !== state.used.at(-1)) ??
    lines[0] ??
    null;
  if (line === null) return [state, null];
  return [{ used: [...state.used.filter((id) => id !== line.id), line.id], lastAct: line.act }, line];
}

/** How well a line fits; 0 when it must not be said now. */
export function score(line: ScriptLine, heard: Heard, state: ScriptState): number {
  const act = actWeight(line, heard);
  if (act === 0) return 0;
  const cues = line.cues.reduce((sum, cue) => sum + presenceOf(cue, heard.presence), 0);
  if (line.cues.length > 0 && cues === 0) return 0;
  const fit = line.cues.length === 0 ? ANYWHERE : Math.sqrt(cues);
  const topic = NO_TOPIC.has(line.topic) ? 1 : TOPIC_FACTOR;
  return act * fit * topic * (line.act === state.lastAct ? 0.5 : 1);
}

function anywhere(line: ScriptLine, heard: Heard): number {
  const unmarked = moodOf(line) === 0 && line.topic === 'general' && !answers(line);
  return unmarked && ['follow_up', 'acknowledge', 'agreement', 'clarify'].includes(line.act)
    ? actWeight(line, heard)
    : 0;
}

function actWeight(line: ScriptLine, heard: Heard): number {
  const mood = moodOf(line);
  if (mood * heard.mood < 0 || (mood !== 0 && Math.abs(heard.mood) < 0.25)) return 0;
  if (line.act === 'greeting' && (!heard.first || heard.turnWords > GREETING_WORDS)) return 0;
  if (line.act === 'closing' && !GOODBYE.test(heard.lastWords.join(' '))) return 0;
  if (line.act === 'summary' && (heard.turnWords < SUMMARY_WORDS || heard.asked)) return 0;
  if (answers(line)) return heard.asked ? 4 : 0;
  const base =
    (BASE[line.act] ?? 1) * (mood === 0 ? 1 : line.act === 'acknowledge' ? ACKNOWLEDGED : MOOD_FACTOR);
  return heard.asked && line.act !== 'closing' && line.act !== 'greeting' ? base * 0.3 : base;
}

/** Lines that turn a question back are those cued by question words. */
const answers = (line: ScriptLine): boolean => line.cues.includes('why');

/** Whether a line is for good news (1), for bad news (-1), or for both or neither (0), by its cues. */
function moodOf(line: ScriptLine): number {
  const good = line.cues.some((cue) => GOOD_WORDS.has(cue));
  const bad = line.cues.some((cue) => BAD_WORDS.has(cue));
  return good === bad ? 0 : good ? 1 : -1;
}

/** How present a cue is; one that ends in `*` stands for every word that begins with it. */
function presenceOf(cue: string, presence: ReadonlyMap<string, number>): number {
  const weight = COMMON.has(cue) ? COMMON_WEIGHT : 1;
  if (!cue.endsWith('*')) return weight * (presence.get(cue) ?? 0);
  const stem = cue.slice(0, -1);
  let most = 0;
  for (const [word, value] of presence) if (value > most && word.startsWith(stem)) most = value;
  return weight * most;
}

const draw = (
  lines: readonly ScriptLine[],
  scoreOf: (line: ScriptLine) => number,
  random: Random,
): ScriptLine | null => pickWeighted(lines, (line) => scoreOf(line) ** SHARPNESS, random);
