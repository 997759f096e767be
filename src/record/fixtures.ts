import type { EventKind, EventOf, RecordEvent, RecordHeader } from './schema';

/** A header and one event of every kind, for tests. */
export const HEADER: RecordHeader = {
  kind: 'header',
  version: 1,
  app: 'mhm 0.1.0',
  packs: { recogniser: 'moonshine-tiny@1', 'clip-bank': 'clips@1' },
  backend: 'wasm',
  dials: { bc: 0.5, tc: 0.2 },
  seed: 1,
  policy: { refractory_backchannel_ms: 2000 },
  started: '2026-01-02T03:04:05.000Z',
  study: null,
};

export const EVENTS: { readonly [Kind in EventKind]: EventOf<Kind> } = {
  word: {
    kind: 'word',
    t_ms: 1480,
    text: 'Really',
    start_ms: 1050,
    end_ms: 1390,
    speaker: 'you',
    ready_ms: 1501,
  },
  silence: { kind: 'silence', t_ms: 1700, since_ms: 1390 },
  decision: {
    kind: 'decision',
    t_ms: 1482,
    word: 17,
    silence_ms: 0,
    p: [0.07, 0.61, 0.32],
    action: 'backchannel',
    reason: 'above threshold',
  },
  cue: {
    kind: 'cue',
    t_ms: 1482,
    action: 'backchannel',
    id: 'c12',
    file: 'mhm-falling-2',
    form: 'mhm',
    gain_db: -3,
    why: { form_probability: 0.25, delivery: 'falling' },
  },
  played: { kind: 'played', t_ms: 1530, id: 'c12', start_ms: 1530, end_ms: 1910 },
  dropped: { kind: 'dropped', t_ms: 2000, id: 'c13', reason: 'late' },
  dial: { kind: 'dial', t_ms: 2100, bc: 0.6, tc: 0.2 },
  preset: { kind: 'preset', t_ms: 2200, name: 'Passive', bc: 0.1, tc: 0 },
  mirror: { kind: 'mirror', t_ms: 2300, on: true, bc: 0.45, tc: 0.22, weight: 0.1 },
  controls: {
    kind: 'controls',
    t_ms: 2350,
    forms: ['mhm', 'yeah'],
    energy: 2.5,
    polarity: null,
    surprisal: null,
  },
  pack: { kind: 'pack', t_ms: 2400, id: 'decision-head-small@1', backend: 'wasm-2' },
  reply: {
    kind: 'reply',
    t_ms: 2500,
    id: 'r1',
    text: 'How was that?',
    source: 'script follow-1',
    claim_ms: 2400,
  },
  barge_in: { kind: 'barge_in', t_ms: 2600, id: 'r1', since_ms: 2550 },
  device: { kind: 'device', t_ms: 2700, device: 'microphone', state: 'unplugged' },
  error: { kind: 'error', t_ms: 2800, code: 'mic-lost', message: 'The microphone was unplugged.' },
  note: { kind: 'note', t_ms: 2900, text: 'Two decoding passes were left out.' },
  mark: { kind: 'mark', t_ms: 3000, text: 'too late' },
  phase: { kind: 'phase', t_ms: 3100, name: 'default' },
  answer: { kind: 'answer', t_ms: 3200, question: 'natural', value: 4 },
};

export const ALL_EVENTS: readonly RecordEvent[] = Object.values(EVENTS);
