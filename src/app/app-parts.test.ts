import { expect, test } from 'vitest';
import type { RecordEvent } from '../pipeline';
import { clampDials } from './dials';
import { createLatencyMeter } from './latency';
import { createLoadMeter } from './load-meter';
import { createSignals } from './peaks';
import { reduceRecord, reduceSpeaker } from './reduce';
import type { SessionState } from './reduce';
import { readSettings, writeSettings } from './settings';
import type { Settings } from './settings';
import { createVoiceTrack } from './voice-track';

const WORD: RecordEvent = {
  kind: 'word',
  t_ms: 700,
  text: 'really',
  start_ms: 100,
  end_ms: 400,
  speaker: 'you',
};
const DECISION: RecordEvent = {
  kind: 'decision',
  t_ms: 705,
  word: 0,
  silence_ms: 0,
  p: [0.1, 0.7, 0.2],
  action: 'backchannel',
  reason: 'above threshold',
};
const CUE: RecordEvent = {
  kind: 'cue',
  t_ms: 706,
  action: 'backchannel',
  id: 'c1',
  file: 'mhm-falling-1',
  form: 'mhm',
  gain_db: -3,
  why: { delivery: 'falling' },
};
const after = (...events: RecordEvent[]): SessionState =>
  events.reduce(reduceRecord, { words: [], activity: [] });

test('the page shows what the record says: word, ribbon, mark, and when it was heard', () => {
  let state = after(WORD, DECISION, CUE);
  expect(state.words).toMatchObject([
    {
      index: 0,
      text: 'really',
      p: [0.1, 0.7, 0.2],
      mark: { text: 'mhm', delivery: 'falling', status: 'waiting' },
    },
  ]);
  state = reduceSpeaker(state, { kind: 'playing', id: 'c1', startMs: 750 });
  expect(state.words[0]?.mark).toMatchObject({ status: 'playing', startMs: 750 });
  state = reduceRecord(state, { kind: 'played', t_ms: 750, id: 'c1', start_ms: 750, end_ms: 1000 });
  expect(state.words[0]?.mark).toMatchObject({ status: 'played', endMs: 1000 });
  expect(state.activity).toMatchObject([
    { action: 'backchannel', text: 'Said “mhm”, falling', choice: { delivery: 'falling' } },
  ]);
});

test('a dropped cue says why, and a spoken turn stands among the words', () => {
  const dropped = after(WORD, CUE, { kind: 'dropped', t_ms: 1200, id: 'c1', reason: 'late' });
  expect(dropped.words[0]?.mark?.status).toBe('dropped');
  expect(dropped.activity.at(-1)).toMatchObject({ text: 'Held back', why: 'late', choice: null });
  const claim: RecordEvent = { ...CUE, kind: 'cue', action: 'turn_claim', id: 'r1', form: null, why: {} };
  const reply: RecordEvent = { kind: 'reply', t_ms: 710, id: 'r1', text: 'And then?', source: 'script:then' };
  const spoken = reduceSpeaker(after(WORD, claim, reply), { kind: 'playing', id: 'r1', startMs: 800 });
  expect(spoken.words.map(({ speaker, text }) => [speaker, text])).toEqual([
    ['you', 'really'],
    ['listener', 'And'],
    ['listener', 'then?'],
  ]);
  expect(reduceRecord(spoken, { ...WORD, text: 'Well' }).words.at(-1)?.index).toBe(1);
});

test('latencies are medians of what the record says', () => {
  const meter = createLatencyMeter();
  for (const event of [WORD, DECISION, CUE]) meter.take(event);
  meter.take({ kind: 'played', t_ms: 756, id: 'c1', start_ms: 756, end_ms: 1000 });
  expect(meter.medians()).toEqual({ wordToDecisionMs: 305, decisionToSoundMs: 50, claimToSoundMs: null });
});

test('time left follows the rate, once there is one', () => {
  let now = 0;
  const meter = createLoadMeter(() => now);
  expect(meter({ loadedBytes: 0, totalBytes: 100, step: 'downloading' }).secondsLeft).toBeNull();
  now = 2000;
  expect(meter({ loadedBytes: 50, totalBytes: 100, step: 'downloading' }).secondsLeft).toBeCloseTo(2);
  expect(meter({ loadedBytes: 100, totalBytes: 100, step: 'checking' }).secondsLeft).toBeNull();
});

test('settings come back; spoilt ones count as never set; a refusing storage changes nothing', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const settings: Settings = {
    dials: { bc: 0.3, tc: 0.1 },
    ownPresets: [{ name: 'Mine', dials: { bc: 0.3, tc: 0.1 }, own: true }],
    micId: 'abc',
    recogniser: 'moonshine',
    bank: 'mine',
    clipControls: { forms: ['mhm', 'yeah'], energy: 2.5 },
  };
  writeSettings(storage, settings);
  expect(readSettings(storage)).toEqual(settings);
  const { bank: _, clipControls: __, ...earlier } = settings;
  const standard = { bank: 'shipped', clipControls: {} };
  expect(readSettings({ getItem: () => JSON.stringify(earlier) })).toEqual({ ...settings, ...standard });
  for (const clipControls of [{ forms: [] }, { energy: 9 }, 'x'])
    expect(readSettings({ getItem: () => JSON.stringify({ ...settings, clipControls }) })).toEqual({
      ...settings,
      clipControls: {},
    });
  for (const spoilt of ['{', '{"dials":{"bc":7,"tc":0}}', 'null'])
    expect(readSettings({ getItem: () => spoilt }).dials).toBeNull();
  expect(readSettings(null).ownPresets).toEqual([]);
  const refuse = (): never => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  expect(() => writeSettings({ setItem: refuse }, settings)).not.toThrow();
});

test('dials from a control stay inside 0..1', () => {
  expect(clampDials({ bc: 1.4, tc: -3 })).toEqual({ bc: 1, tc: 0 });
  expect(clampDials({ bc: Number.NaN, tc: 0.123 })).toEqual({ bc: 0, tc: 0.12 });
});

test('peaks and the person’s own track follow the frames', () => {
  const signals = createSignals();
  const track = createVoiceTrack();
  const samples = new Float32Array(512).fill(0.25);
  samples[3] = -0.5;
  for (const startSample of [0, 512]) {
    signals.take({ startSample, samples });
    track.take({ startSample, samples });
  }
  expect(signals.peaks).toEqual([0.5, 0.5]);
  const rendered = track.render();
  expect(rendered).toHaveLength(1024);
  expect(rendered[515]).toBeCloseTo(-0.5, 3);
});
