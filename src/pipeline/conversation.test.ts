import { expect, test } from 'vitest';
import type { Policy } from '../decision';
import type { Probabilities, SpeakerEvent, Word, WordsEvent } from '../flow';
import type { RecordEvent } from '../record';
import { fileSpeaker } from '../speaker';
import { createConversation } from './conversation';
import type { ConversationParts } from './conversation';

const POLICY: Policy = {
  refractory_backchannel_ms: 2000,
  refractory_turn_ms: 3000,
  late_budget_ms: 400,
  claim_silence_at_zero_ms: 700,
  claim_after_backchannel_ms: 1000,
  phrase_final_silence_ms: 200,
  mid_phrase_odds: 1,
  rejudge_every_ms: 100,
  rejudge_until_ms: 2000,
  thresholds: {
    backchannel: { bc: [0], tc: [0], p: [[0.5]] },
    turn_claim: { bc: [0], tc: [0], p: [[0.5]] },
  },
};
const SILENT: Probabilities = [0.1, 0.1, 0.8];
const BACKCHANNEL: Probabilities = [0.1, 0.8, 0.1];
const CLAIM: Probabilities = [0.8, 0.1, 0.1];

/** A conversation over a file speaker, with probabilities by word and silence. */
function made(
  p: (word: number, silenceMs: number) => Probabilities,
  change: Partial<ConversationParts> = {},
  dials = { bc: 0.5, tc: 0.5 },
) {
  const record: RecordEvent[] = [];
  const conversations: ReturnType<typeof createConversation>[] = [];
  const heard = (event: SpeakerEvent): void => conversations[0]?.heardSpeaker(event);
  const speaker = fileSpeaker({ rateHz: 1000, onEvent: heard });
  const conversation = createConversation(
    {
      decision: {
        hear: () => Promise.resolve(),
        judge: (asks) => Promise.resolve(asks.map(({ word, condition }) => p(word, condition.silenceMs))),
      },
      policy: () => POLICY,
      chooseClip: () =>
        Promise.resolve({
          recording: {
            file: 'mhm-falling-1.flac',
            form: 'mhm',
            delivery: 'falling',
            durationMs: 300,
            rmsDbfs: -20,
          },
          gainDb: -3,
          why: {},
          sound: { samples: new Float32Array(300).fill(0.1), rateHz: 1000 },
        }),
      takeReply: () =>
        Promise.resolve({
          text: 'How did that feel?',
          source: 'script:feel',
          sound: { samples: new Float32Array(2000).fill(0.1), rateHz: 1000 },
          rmsDbfs: -20,
          gainDb: 0,
        }),
      prepareReply: () => undefined,
      hearTurns: () => Promise.resolve(),
      speaker: {
        play: (cue) => speaker.play(cue),
        stop: () => speaker.stop(),
        sounding: () => speaker.sounding() !== null,
      },
      advance: (tMs) => speaker.advance(tMs),
      now: () => null,
      record: (event) => record.push(event),
      ...change,
    },
    dials,
  );
  conversations.push(conversation);
  const of = <K extends RecordEvent['kind']>(kind: K) =>
    record.filter((event): event is Extract<RecordEvent, { kind: K }> => event.kind === kind);
  return { conversation, record, of };
}

const word = (startMs: number, endMs: number, text = 'word', heardMs = endMs + 300): WordsEvent => ({
  kind: 'word',
  word: { text, startMs, endMs, heardMs, speaker: 'you' } satisfies Word,
});
const voice = (speaking: boolean, atMs: number): WordsEvent => ({
  kind: 'voice',
  speaking,
  atMs,
  heardMs: atMs,
});
const progress = (heardMs: number): WordsEvent => ({ kind: 'progress', heardMs });

test('says a backchannel where it is probable, and records what was heard when', async () => {
  const { conversation, record, of } = made(() => BACKCHANNEL);
  await conversation.take([voice(true, 0), word(100, 400)]);
  await conversation.take([progress(1200)]);
  expect(of('cue')).toMatchObject([{ t_ms: 700, form: 'mhm', file: 'mhm-falling-1', gain_db: -3, id: 'c1' }]);
  expect(of('played')).toEqual([{ kind: 'played', t_ms: 700, id: 'c1', start_ms: 700, end_ms: 1000 }]);
  expect(record.map(({ kind }) => kind)).toEqual(['word', 'decision', 'cue', 'played']);
});

test('makes up for the silences that it missed when a word is known late', async () => {
  const { conversation, of } = made((_, silenceMs) => (silenceMs < 150 ? BACKCHANNEL : SILENT));
  await conversation.take([voice(true, 0), voice(false, 400), word(100, 400, 'word', 650)]);
  expect(of('decision').map(({ silence_ms, action }) => [silence_ms, action])).toEqual([
    [0, 'backchannel'],
    [100, 'stay_silent'],
    [200, 'stay_silent'],
    [250, 'stay_silent'],
  ]);
  expect(of('cue')).toMatchObject([{ t_ms: 650 }]);
});

test('of several words known at once only the last can be acted on', async () => {
  const { conversation, of } = made(() => BACKCHANNEL);
  await conversation.take([voice(true, 0), word(0, 100, 'one', 900), word(150, 300, 'two', 900)]);
  expect(of('decision').map(({ action, reason }) => [action, reason])).toEqual([
    ['stay_silent', 'the next word is already there'],
    ['backchannel', 'above threshold'],
  ]);
});

test('judges the same boundary again as its silence grows, until the voice comes back', async () => {
  const { conversation, of } = made((_, silenceMs) => (silenceMs >= 600 ? BACKCHANNEL : SILENT));
  await conversation.take([voice(true, 0), word(0, 400), voice(false, 400)]);
  for (let tMs = 704; tMs <= 1200; tMs += 32) await conversation.take([progress(tMs)]);
  const silences = of('decision').map(({ silence_ms }) => silence_ms);
  // In even steps, whatever the frames; the word was known while the voice was still taken to be on.
  expect(silences).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
  expect(of('cue')).toHaveLength(1);
  expect(of('cue')[0]?.t_ms).toBeGreaterThanOrEqual(1000);
  const before = of('decision').length;
  await conversation.take([voice(true, 1210), progress(1500)]);
  expect(of('decision')).toHaveLength(before);
});

test('does not take a word that is not known yet for silence', async () => {
  const { conversation, of } = made((_, silenceMs) => (silenceMs > 0 ? BACKCHANNEL : SILENT));
  await conversation.take([voice(true, 0), word(0, 400), voice(false, 1000)]);
  await conversation.take([progress(1250)]);
  expect(of('decision').map(({ silence_ms }) => silence_ms)).toEqual([0]);
  await conversation.take([word(500, 980, 'word', 1300)]);
  expect(of('cue')).toMatchObject([{ t_ms: 1300 }]);
});

test('goes on judging when what followed the word was no word', async () => {
  const { conversation, of } = made(() => SILENT);
  await conversation.take([voice(true, 0), word(0, 400), voice(false, 1000)]);
  for (let tMs = 1032; tMs <= 1600; tMs += 32) await conversation.take([progress(tMs)]);
  expect(of('decision').map(({ silence_ms }) => silence_ms)).toEqual([0, 700, 800, 900, 1000, 1100]);
});

test('takes the turn with a reply, and its history counts from the end of it', async () => {
  const sinces: (number | null)[] = [];
  const { conversation, of } = made((at) => (at === 0 ? CLAIM : SILENT), {
    decision: {
      hear: () => Promise.resolve(),
      judge: (asks) =>
        Promise.resolve(
          asks.map(({ word: at, condition }) => {
            sinces.push(condition.sinceTurnMs);
            return at === 0 ? CLAIM : SILENT;
          }),
        ),
    },
  });
  await conversation.take([voice(true, 0), word(0, 400), voice(false, 500)]);
  await conversation.take([progress(3000)]);
  await conversation.take([voice(true, 3500), word(3500, 3800)]);
  expect(of('reply')).toMatchObject([
    { id: 'r1', text: 'How did that feel?', source: 'script:feel', claim_ms: 700 },
  ]);
  expect(of('played')).toMatchObject([{ id: 'r1', start_ms: 700, end_ms: 2700 }]);
  expect(sinces[0]).toBeNull();
  expect(sinces.at(-1)).toBe(3800 - 2700);
});

test('a reply gives way to the partner, but not to their "mhm"', async () => {
  const { conversation, of } = made((at) => (at === 0 ? CLAIM : SILENT));
  await conversation.take([voice(true, 0), word(0, 400), voice(false, 500)]);
  await conversation.take([voice(true, 900), word(900, 1100, 'Mhm.', 1300), voice(false, 1150)]);
  expect(of('barge_in')).toEqual([]);
  await conversation.take([voice(true, 2200), word(2200, 2400, 'Actually', 2500)]);
  await conversation.take([progress(3000)]);
  expect(of('barge_in')).toMatchObject([{ id: 'r1' }]);
  expect(of('played')).toMatchObject([{ id: 'r1', cut: true }]);
});

test('its own words coming back are nobody’s words', async () => {
  const { conversation, of } = made((at) => (at === 0 ? CLAIM : SILENT));
  await conversation.take([voice(true, 0), word(0, 400), voice(false, 500)]);
  await conversation.take([word(900, 1100, 'How', 1400), word(1200, 1500, 'did', 1700)]);
  expect(of('word')).toHaveLength(1);
  expect(of('barge_in')).toEqual([]);
});

test('a reply that is not there in time is dropped when the partner went on', async () => {
  let give: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => (give = resolve));
  let nowMs = 700;
  const { conversation, of } = made((at) => (at === 0 ? CLAIM : SILENT), {
    now: () => nowMs,
    takeReply: async () => {
      await waits;
      return { text: 'I see.', source: 'endpoint', sound: null, rmsDbfs: null, gainDb: 0 };
    },
  });
  const first = conversation.take([voice(true, 0), word(0, 400)]);
  await first;
  nowMs = 1200;
  const second = conversation.take([word(500, 900, 'and')]);
  give();
  await second;
  await conversation.take([progress(1300)]);
  expect(of('dropped')).toMatchObject([{ reason: 'the speaker went on' }]);
});

test('evidence that comes too late is shown and not acted on', async () => {
  const { conversation, of } = made(() => BACKCHANNEL, { now: () => 5000 });
  await conversation.take([voice(true, 0), word(0, 400)]);
  expect(of('decision')).toMatchObject([{ action: 'stay_silent', reason: 'heard too late' }]);
  expect(of('cue')).toEqual([]);
});

test('with both dials at zero it never speaks while the partner does', async () => {
  const { conversation, of } = made((at) => (at % 2 === 0 ? BACKCHANNEL : CLAIM), {}, { bc: 0, tc: 0 });
  for (let at = 0; at < 20; at++)
    await conversation.take([voice(true, at * 500), word(at * 500, at * 500 + 400)]);
  expect(of('cue')).toEqual([]);
  expect(of('decision')).toHaveLength(20);
});

test('recolours the words on screen for the present dials in one call', async () => {
  const asked: number[] = [];
  const { conversation } = made(() => SILENT, {
    decision: {
      hear: () => Promise.resolve(),
      judge: (asks) => {
        asked.push(asks.length);
        return Promise.resolve(
          asks.map(({ condition }) => (condition.dials.bc > 0.7 ? BACKCHANNEL : SILENT)),
        );
      },
    },
  });
  for (let at = 0; at < 5; at++) await conversation.take([word(at * 500, at * 500 + 400)]);
  conversation.setDials({ bc: 0.9, tc: 0.2 });
  const coloured = await conversation.recolour(3);
  expect(coloured.map(({ word: at }) => at)).toEqual([2, 3, 4]);
  expect(coloured.every(({ p }) => p === BACKCHANNEL)).toBe(true);
  expect(asked.at(-1)).toBe(3);
});
