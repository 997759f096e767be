import { judgePolicy, missedSilences, POLICY_START, threshold } from '../decision';
import type { DecisionStage, Policy, PolicyState } from '../decision';
import type { Dials, Probabilities, SpeakerEvent, Turn, Word, WordsEvent } from '../flow';
import type { RecordEvent } from '../record';
import { isBackchannel } from '../shared/backchannel-words';
import type { Ms } from '../shared/units';
import { isEcho } from '../words';
import { addToTurns, conditionAt, heardListener, NO_HISTORY } from './history';
import type { ListenerHistory } from './history';
import { createMouth } from './mouth';
import type { MouthParts } from './mouth';

/** What a conversation is made of; the page and the command line give it different hands. */
export interface ConversationParts extends Pick<MouthParts, 'chooseClip' | 'takeReply' | 'speaker'> {
  readonly decision: Pick<DecisionStage, 'hear' | 'judge'>;
  /** Asked for at every decision: it belongs to the stage that decides. */
  policy(): Policy;
  /** Called at every word of the partner, with its index, once the decision heard it; resolves when nobody need wait for it any longer. */
  readonly hearTurns: (turns: readonly Turn[], word: number) => Promise<void>;
  /** Called while a claim becomes likely; cheap to call again. */
  readonly prepareReply: (turns: readonly Turn[]) => void;
  /** Time has come to `tMs` (files only: a live speaker has a clock of its own). */
  advance?(tMs: Ms): void;
  /** The session's clock; null where the audio taken in is the only clock (files). */
  now(): Ms | null;
  readonly record: (event: RecordEvent) => void;
}

export interface Conversation {
  /** Deals with what the words stage told, in order; resolves when everything that followed from it is done. */
  take(events: readonly WordsEvent[]): Promise<void>;
  heardSpeaker(event: SpeakerEvent): void;
  setDials(dials: Dials): void;
  /** The probabilities of the last `count` words of the partner at their word boundary, for the present dials. */
  recolour(count: number): Promise<readonly { readonly word: number; readonly p: Probabilities }[]>;
  /** The partner's words, in order. */
  readonly words: readonly Word[];
}

/** Evidence older than this no longer leads to an action: the moment has passed, however slow the machine. */
const STALE_MS: Ms = 1000;
/** Voice that went on for longer than this after the last word was another word, or a laugh. */
const WORD_END_ERROR_MS: Ms = 250;
/** After so much silence every word is known (the recogniser settles the doubtful ones at 384 ms). */
const UNKNOWN_WORD_MS: Ms = 420;
/** A reply is prepared once the claim's probability is this share of its threshold. */
const PREPARE_SHARE = 0.5;

/** A slow machine is told of once so many passes were left out, and no more often than every so often. */
const SHED_NOTED = 8;
const SHED_NOTE_MS: Ms = 20_000;

/** Where in a word's life it is judged: at its boundary, while its silence grows, or when the next word is already there. */
type Moment = 'boundary' | 'waiting' | 'stale';

/** Starts a conversation in which nobody has said anything. */
export function createConversation(parts: ConversationParts, startDials: Dials): Conversation {
  const { record } = parts;
  const words: Word[] = [];
  let turns: readonly Turn[] = [];
  let history: ListenerHistory = NO_HISTORY;
  let policyState: PolicyState = POLICY_START;
  let dials = startDials;
  let speaking = false;
  let judgedSilenceMs: Ms = 0;
  let voiceEndMs: Ms = 0;
  let shedPasses = 0;
  let shedToldMs: Ms = -SHED_NOTE_MS;
  let jobs: Promise<void> = Promise.resolve();
  /** Replies on their way; listening goes on meanwhile. */
  const claims = new Set<Promise<void>>();

  const mouth = createMouth({
    chooseClip: parts.chooseClip,
    takeReply: parts.takeReply,
    speaker: parts.speaker,
    record,
    onHeard: (what, endMs) => {
      history = heardListener(history, what, endMs);
    },
    onTurn: (text) => {
      turns = addToTurns(turns, 'listener', text);
    },
  });
  const clock = (heardMs: Ms): Ms => parts.now() ?? heardMs;
  const enqueue = (job: () => Promise<void>): Promise<void> => {
    const done = jobs.then(job);
    // A job that failed tells its caller; those behind it go on.
    jobs = done.catch(() => undefined);
    return done;
  };

  async function judge(heardMs: Ms, silenceMs: Ms, moment: Moment): Promise<void> {
    const word = words.length - 1;
    const last = words[word];
    if (!last) return;
    const condition = conditionAt(last, silenceMs, dials, history);
    const [p] = await parts.decision.judge([{ word, condition }]);
    if (!p) return;
    const tMs = clock(heardMs);
    const decision = {
      kind: 'decision' as const,
      t_ms: tMs,
      word,
      silence_ms: silenceMs,
      p: [p[0], p[1], p[2]] as [number, number, number],
    };
    const late =
      moment === 'stale'
        ? 'the next word is already there'
        : tMs - heardMs > STALE_MS
          ? 'heard too late'
          : null;
    if (late !== null) return record({ ...decision, action: 'stay_silent', reason: late });
    const input = {
      tMs,
      word: moment === 'boundary',
      silenceMs,
      p,
      dials,
      listenerSounding: mouth.sounding(),
    };
    // Only now: another stage may have answered than was asked.
    const policy = parts.policy();
    const [next, { action, reason }] = judgePolicy(policy, policyState, input);
    policyState = next;
    record({ ...decision, action, reason });
    if (p[0] >= PREPARE_SHARE * threshold(policy, 'turn_claim', dials, silenceMs)) parts.prepareReply(turns);
    if (action === 'backchannel') await mouth.backchannel(tMs, policy.late_budget_ms, turns, words);
    if (action === 'turn_claim') claimTurn(tMs, heardMs);
  }

  function claimTurn(claimMs: Ms, heardMs: Ms): void {
    const wordsThen = words.length;
    const claim = mouth
      .claim(turns)
      .then((say) =>
        enqueue(() => {
          say(claimMs, clock(heardMs), parts.policy().late_budget_ms, words.length > wordsThen);
          return Promise.resolve();
        }),
      )
      .catch(() =>
        record({
          kind: 'note',
          t_ms: clock(heardMs),
          text: 'A turn was claimed, but no reply could be made.',
        }),
      )
      .finally(() => claims.delete(claim));
    claims.add(claim);
  }

  async function hearWord(word: Word): Promise<void> {
    const readyMs = parts.now();
    const times = { start_ms: word.startMs, end_ms: word.endMs };
    const ready = readyMs === null ? {} : { ready_ms: readyMs };
    record({ kind: 'word', t_ms: word.heardMs, text: word.text, ...times, speaker: word.speaker, ...ready });
    turns = addToTurns(turns, word.speaker, word.text);
    if (word.speaker === 'listener') {
      history = heardListener(history, isBackchannel(word.text) ? 'backchannel' : 'turn', word.endMs);
      return;
    }
    words.push(word);
    // In this order: the context may go by what the decision made of the word.
    await parts.decision.hear(words, words.length - 1);
    await parts.hearTurns(turns, words.length - 1);
    mouth.partner({ kind: 'word', ...word }, clock(word.heardMs));
  }

  async function takeOne(event: WordsEvent, stale: boolean): Promise<void> {
    switch (event.kind) {
      case 'word': {
        const { word } = event;
        if (isEcho(word, mouth.playbacks)) return;
        await hearWord(word);
        if (word.speaker === 'listener') return;
        judgedSilenceMs = speaking || stale ? 0 : Math.max(0, word.heardMs - word.endMs);
        if (stale) return judge(word.heardMs, judgedSilenceMs, 'stale');
        const silences = [...missedSilences(parts.policy(), judgedSilenceMs), judgedSilenceMs];
        for (const [at, silenceMs] of silences.entries())
          await judge(word.heardMs, silenceMs, at === 0 ? 'boundary' : 'waiting');
        return;
      }
      case 'voice':
        speaking = event.speaking;
        if (!event.speaking) voiceEndMs = event.atMs;
        if (!event.speaking) record({ kind: 'silence', t_ms: event.heardMs, since_ms: event.atMs });
        mouth.partner({ kind: 'voice', speaking: event.speaking, atMs: event.atMs }, clock(event.heardMs));
        return;
      case 'progress':
        parts.advance?.(event.heardMs);
        return judgeSilence(event.heardMs);
      case 'shed':
        shedPasses += event.passes;
        if (shedPasses < SHED_NOTED || event.heardMs - shedToldMs < SHED_NOTE_MS) return;
        shedToldMs = event.heardMs;
        return record({
          kind: 'note',
          t_ms: event.heardMs,
          text: `The machine is slow: ${shedPasses} decoding passes were left out so far; no sound was.`,
        });
      case 'tentative':
        return;
      default:
        return event satisfies never;
    }
  }

  /**
   * Waiting is informed: the same word boundary is judged again as its silence grows, at even steps however the audio comes in
   * and however late the voice was known to have stopped, as in the simulation that the rates were fitted by.
   */
  async function judgeSilence(heardMs: Ms): Promise<void> {
    const policy = parts.policy();
    const last = words.at(-1);
    if (!last || speaking) return;
    const silenceMs = heardMs - last.endMs;
    if (heardMs - voiceEndMs < UNKNOWN_WORD_MS && voiceEndMs - last.endMs > WORD_END_ERROR_MS) return;
    const oldestMs = silenceMs - policy.late_budget_ms;
    for (;;) {
      const nextMs = judgedSilenceMs + policy.rejudge_every_ms;
      if (nextMs > silenceMs || nextMs > policy.rejudge_until_ms) return;
      judgedSilenceMs = nextMs;
      if (nextMs >= oldestMs) await judge(heardMs, nextMs, 'waiting');
    }
  }

  return {
    words,
    async take(events) {
      await enqueue(async () => {
        // Of several words at once only the last is a boundary that can still be acted on.
        const lastWord = events.findLastIndex(({ kind }) => kind === 'word');
        for (const [index, event] of events.entries()) await takeOne(event, index < lastWord);
      });
      // Without a clock of its own, a reply that follows from them belongs to this moment too.
      while (claims.size > 0 && parts.now() === null) await Promise.all(claims);
    },
    heardSpeaker: (event) => mouth.heardSpeaker(event),
    setDials(next) {
      dials = next;
    },
    async recolour(count) {
      const from = Math.max(0, words.length - count);
      const asks = words
        .slice(from)
        .map((word, index) => ({ word: from + index, condition: conditionAt(word, 0, dials, history) }));
      const answers = asks.length === 0 ? [] : await parts.decision.judge(asks);
      return answers.map((p, index) => ({ word: from + index, p }));
    },
  };
}
