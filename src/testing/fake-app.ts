import type { ActivityLine, App, AppActions, AppState, Phase, Preset, SourceKind } from '../app/state';
import type { Dials } from '../flow';
import { createScope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { createFakeHub } from './fake-hub';
import type { FakeHub } from './fake-hub';
import { createFakeModels } from './fake-models';
import type { FakeModels } from './fake-models';
import { fakeSayable } from './fake-sayable';
import { judge, scriptedPeaks, scriptedWords, type ScriptedWord } from './fake-session';
import { createFakeStore } from './fake-store';

const PEAK_MS: Ms = 20;
const TICK_MS: Ms = 100;
const TOTAL_BYTES = 74_300_000;
const NO_ACTIVITY: readonly ActivityLine[] = [];

const PRESETS: readonly Preset[] = [
  { name: 'Passive', dials: { bc: 0.1, tc: 0 }, own: false },
  { name: 'Collaborative', dials: { bc: 0.6, tc: 0.2 }, own: false },
  { name: 'Assertive', dials: { bc: 0.1, tc: 0.8 }, own: false },
];

/** An app without stages: a scripted conversation, real dials over a stand-in for the head, and a log of what was asked of it. */
export interface FakeApp extends App {
  /** Every action called, in order, as `name(arguments)`. */
  readonly calls: readonly string[];
  readonly models: FakeModels;
  readonly hub: FakeHub;
  /** Changes the state by hand. */
  set(part: Partial<AppState>): void;
  /** Puts the session at this time, as if the script had been spoken up to it. */
  goTo(elapsedMs: Ms): void;
  /** Stops its clock. */
  end(): void;
}

/** Makes a fake app, idle on a first visit. `rounds` repeats the script. */
export function createFakeApp(rounds = 1): FakeApp {
  const scope = createScope();
  const script = scriptedWords(rounds);
  const lastMs = (script.at(-1)?.heardMs ?? 0) + 1500;
  const calls: string[] = [];
  const peaks: number[] = [];
  let speaking = false;
  const { store, set } = createFakeStore(idleState());
  const now = (): AppState => store.getState();

  const goTo = (elapsedMs: Ms): void => {
    const known = script.filter(({ heardMs }) => heardMs <= elapsedMs);
    const words = known.map((word, place) => {
      const before = now().words[place];
      const mark = word.mark && markAt(word.mark, elapsedMs);
      if (before && before.mark?.status === mark?.status) return before;
      return { ...word, mark, p: word.speaker === 'you' ? judge(word.logits, now().dials) : null };
    });
    const coming = script.filter(({ startMs, heardMs }) => startMs + 150 <= elapsedMs && heardMs > elapsedMs);
    peaks.splice(0, peaks.length, ...scriptedPeaks(script, PEAK_MS, elapsedMs));
    speaking = script.some(
      ({ startMs, endMs, speaker }) => speaker === 'you' && startMs <= elapsedMs && elapsedMs < endMs + 300,
    );
    set({
      elapsedMs,
      words,
      tentative: coming.flatMap(({ speaker, text }) => (speaker === 'you' ? [text] : [])).join(' '),
      activity: activityAt(known, elapsedMs),
    });
  };

  let ticking: (() => void) | null = null;
  const listen = (source: SourceKind): void => {
    set({
      phase: { kind: 'listening', source },
      words: [],
      activity: NO_ACTIVITY,
      backend: 'WASM, 2 threads',
    });
    ticking?.();
    const clock = scope.child();
    ticking = () => clock.end();
    clock.every(TICK_MS, () => {
      if (now().phase.kind !== 'listening') return;
      if (!now().muted) goTo(Math.min(lastMs, now().elapsedMs + TICK_MS));
      if (now().elapsedMs >= lastMs) actions.stop().catch(() => undefined);
    });
  };

  const load = (source: SourceKind): Promise<void> => {
    const clock = scope.child();
    let loadedBytes = 0;
    set({ phase: loading(source, 0), faults: [], elapsedMs: 0, words: [], tentative: '' });
    clock.every(TICK_MS, () => {
      if (now().phase.kind !== 'loading') clock.end();
      else if (loadedBytes < TOTAL_BYTES) set({ phase: loading(source, (loadedBytes += 6_000_000)) });
      else {
        clock.end();
        listen(source);
      }
    });
    return Promise.resolve();
  };

  const setDials = (part: Partial<Dials>): void => {
    const dials = { ...now().dials, ...part };
    const words = now().words.map((word, place) => {
      const scripted = script[place];
      return scripted && word.p ? { ...word, p: judge(scripted.logits, dials) } : word;
    });
    set({ dials, words, promised: promisedAt(dials) });
  };

  const actions: AppActions = {
    start: load,
    openFile: () => load('file'),
    stop: () => {
      const { phase } = now();
      if (phase.kind === 'listening') {
        set({ phase: { kind: 'ended', source: phase.source, durationMs: now().elapsedMs }, tentative: '' });
      } else if (phase.kind === 'loading' || phase.kind === 'asking') set({ phase: { kind: 'idle' } });
      return Promise.resolve();
    },
    setDials,
    applyPreset: (name) => {
      const preset = now().presets.find((one) => one.name === name);
      if (preset) setDials(preset.dials);
    },
    savePreset: (name) => set({ presets: [...now().presets, { name, dials: now().dials, own: true }] }),
    removePreset: (name) => set({ presets: now().presets.filter((preset) => preset.name !== name) }),
    setMirror: (on) => set({ mirror: { ...now().mirror, on } }),
    lookAtClips: () => Promise.resolve(set({ sayable: fakeSayable(now().clipControls) })),
    setClipControls(clipControls) {
      if (clipControls.forms?.length === 0) return set({ clipRefusal: 'One form has to stay.' });
      set({ clipControls, clipRefusal: null, sayable: fakeSayable(clipControls) });
    },
    setMuted: (muted) => set({ muted }),
    chooseMic: (micId) => set({ micId }),
    refreshMics: () => Promise.resolve(),
    retryFullSet: () => set({ set: { kind: 'loading' } }),
    chooseRecogniser: (recogniser) => set({ recogniser }),
    setEndpoint: (endpoint) => set({ endpoint }),
    save: () => Promise.resolve(),
    followFault: (fault) => set({ faults: now().faults.filter((one) => one !== fault) }),
    dismissNote: (note) => set({ notes: now().notes.filter((one) => one !== note) }),
  };

  return {
    calls,
    set,
    goTo,
    end: () => scope.end(),
    actions: logged(actions, calls),
    models: createFakeModels((call) => calls.push(call)),
    hub: createFakeHub((call) => calls.push(call)),
    openClips: () => Promise.reject(new TypeError('The fake app has no clips.')),
    store,
    signals: {
      peaks,
      peakMs: PEAK_MS,
      get speaking() {
        return speaking;
      },
    },
  };
}

function idleState(): AppState {
  const dials = { bc: 0.5, tc: 0.2 };
  return {
    phase: { kind: 'idle' },
    faults: [],
    notes: [],
    dials,
    defaults: dials,
    presets: PRESETS,
    promised: promisedAt(dials),
    mirror: { on: false, estimate: dials, weight: 0 },
    clipControls: {},
    clipRefusal: null,
    sayable: null,
    muted: false,
    mics: [
      { id: 'built-in', label: 'Built-in microphone' },
      { id: 'headset', label: 'USB headset with a rather long name (1a2b:3c4d)' },
    ],
    micId: 'built-in',
    recogniser: 'moonshine',
    browserRecogniser: 'Your voice goes to the maker of this browser, which sends the words back.',
    endpoint: null,
    words: [],
    tentative: '',
    activity: NO_ACTIVITY,
    latency: { wordToDecisionMs: null, decisionToSoundMs: null, claimToSoundMs: null },
    set: { kind: 'small' },
    backend: null,
    totalBytes: TOTAL_BYTES,
    elapsedMs: 0,
  };
}

/** Loading with so many bytes here, at 12 MB/s. */
export function loading(source: SourceKind, bytes: number): Phase {
  const loadedBytes = Math.min(TOTAL_BYTES, bytes);
  const secondsLeft = bytes === 0 ? null : (TOTAL_BYTES - loadedBytes) / 12_000_000;
  const step = loadedBytes === TOTAL_BYTES ? 'checking' : 'downloading';
  return { kind: 'loading', source, progress: { loadedBytes, totalBytes: TOTAL_BYTES, secondsLeft, step } };
}

function promisedAt({ bc, tc }: Dials): NonNullable<AppState['promised']> {
  const around = (perMinute: number) => ({ perMinute, low: perMinute * 0.8, high: perMinute * 1.25 });
  return { bc: around(8.4 * bc ** 1.2), tc: around(4.8 * tc ** 1.3) };
}

function markAt(mark: NonNullable<ScriptedWord['mark']>, now: Ms): NonNullable<ScriptedWord['mark']> {
  if (mark.startMs !== null && now < mark.startMs)
    return { ...mark, status: 'waiting', startMs: null, endMs: null };
  if (mark.endMs !== null && now < mark.endMs) return { ...mark, status: 'playing', endMs: null };
  return mark;
}

function activityAt(known: readonly ScriptedWord[], now: Ms): readonly ActivityLine[] {
  return known.flatMap(({ mark, text, heardMs, index }) => {
    if (!mark || heardMs > now) return [];
    const said = mark.action === 'turn_claim' ? `“${mark.text}”` : `${mark.text}, ${mark.delivery}`;
    const why = `after “${text.replace(/[.,]$/, '')}”: above its threshold at the end of a ${mark.action === 'turn_claim' ? 'sentence' : 'phrase'}`;
    return [
      {
        id: index,
        tMs: heardMs,
        action: mark.action,
        text: said,
        why,
        choice: mark.action === 'backchannel' ? FAKE_WHY : null,
      },
    ];
  });
}

/** As the record explains a choice. */
const FAKE_WHY = {
  mood: 'plain',
  form_probability: 0.21,
  likely_forms: 'mhm 0.21, yeah 0.19, right 0.11',
  energy: 2.9,
  polarity: 3.1,
  surprisal: 2.4,
  affect_fit: 0.83,
  joint_score: 0.42,
  nearest: [
    { text: 'and then you turn left at the old mill', similarity: 0.81 },
    { text: 'We have been painting the kitchen all week.', similarity: 0.77 },
    { text: 'I work in a bakery, so I get up at four.', similarity: 0.74 },
  ],
};

function logged(actions: AppActions, calls: string[]): AppActions {
  return new Proxy(actions, {
    get(target, name: keyof AppActions) {
      const action = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]): unknown => {
        calls.push(`${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
        return action(...args);
      };
    },
  });
}
