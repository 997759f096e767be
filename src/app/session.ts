import { name, version } from '../../package.json';
import { lackingWords, latePolicy, startLive, underControls } from '../pipeline';
import type { Listener, LiveSession, LiveSource, RecordEvent, RecordLine } from '../pipeline';
import { headerControls } from '../record';
import { toPlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { putUpFault, putUpNote, takeDownFaults } from './faults';
import { createLatencyMeter } from './latency';
import type { Signals } from './peaks';
import { reduceRecord, reduceSpeaker } from './reduce';
import { createVoiceTrack } from './voice-track';
import type { VoiceTrack } from './voice-track';
import type { SourceKind } from './state';
import type { AppStore } from './store';

/** One session from its start to its end, with everything that can be saved of it. */
export interface RunningSession {
  readonly source: SourceKind;
  readonly scope: Scope;
  readonly live: LiveSession;
  /** The record so far. */
  readonly lines: readonly RecordLine[];
  readonly you: VoiceTrack;
  record(event: RecordEvent): void;
}

export interface SessionOptions {
  readonly store: AppStore;
  readonly signals: Signals;
  readonly context: AudioContext;
  readonly source: LiveSource;
  readonly kind: SourceKind;
  readonly listener: Listener;
  readonly seed: number;
  /** Called once the recording in place of the microphone is over. */
  readonly onEnded: () => void;
}

/** After a recording's end the listener still has this long to answer. */
const AFTER_END_MS = 4000;
/** How often the page's clock moves. */
const CLOCK_MS = 250;

/** Starts a session and keeps the store up with it. Rejects with a `PlainError` when it cannot start. */
export async function startSession(options: SessionOptions): Promise<RunningSession> {
  const { store, signals, context, source, kind } = options;
  const scope = createScope();
  const lines: RecordLine[] = [];
  const latency = createLatencyMeter();
  const you = createVoiceTrack();
  const record = (event: RecordEvent): void => {
    lines.push(event);
    latency.take(event);
    store.setState((state) => ({ ...reduceRecord(state, event), latency: latency.medians() }));
  };
  const { dials, mirror, clipControls, muted, endpoint, recogniser } = store.getState();
  signals.clear();
  store.setState({ words: [], tentative: '', activity: [], elapsedMs: 0 });
  let started: LiveSession | null = null;
  const nowMs = (): Ms => started?.nowMs() ?? 0;
  try {
    const live = await startLive(scope, {
      context,
      source,
      listener: options.listener,
      dials,
      mirror: mirror.on,
      controls: clipControls,
      muted,
      recogniser: recogniser === 'browser' ? 'browser' : 'machine',
      seed: options.seed,
      endpoint,
      page: { origin: location.origin, listed: __MHM_CONNECT__ },
      on: {
        record,
        speaker: (event) => store.setState((state) => reduceSpeaker(state, event)),
        frame(frame) {
          signals.take(frame);
          you.take(frame);
        },
        voice: (speaking) => signals.voice(speaking),
        tentative: (tentative) => store.setState({ tentative }),
        mirror: ({ bc, tc, weight }) =>
          store.setState((state) => ({
            mirror: { ...state.mirror, estimate: { bc, tc }, weight },
            ...(state.mirror.on ? { dials: { bc, tc } } : {}),
          })),
        mic(event) {
          const tMs = nowMs();
          if (event.kind === 'devices')
            store.setState({ mics: event.mics.map(({ deviceId, label }) => ({ id: deviceId, label })) });
          else if (event.kind === 'open') {
            takeDownFaults(store, ({ place }) => place === 'mic');
            record({ kind: 'device', t_ms: tMs, device: 'microphone', state: 'open' });
          } else if (event.kind === 'silenced') {
            if (event.silenced) putUpNote(store, 'Your system has silenced the microphone.');
          } else {
            record({ kind: 'device', t_ms: tMs, device: 'microphone', state: event.kind });
            putUpFault(store, event.error, 'mic');
          }
        },
        fault(error, place) {
          lines.push({ kind: 'error', t_ms: nowMs(), code: error.code, message: error.message });
          putUpFault(store, error, place);
        },
        note(text) {
          record({ kind: 'note', t_ms: nowMs(), text });
          putUpNote(store, text);
        },
        soundBack: () => takeDownFaults(store, ({ code }) => code === 'sound-paused'),
        ended: () => void scope.after(AFTER_END_MS, options.onEnded),
      },
    });
    started = live;
    const { listener } = options;
    lines.unshift({
      kind: 'header',
      version: 1,
      app: `${name} ${version}`,
      packs: { ...listener.set },
      backend: listener.backend,
      dials: { ...dials },
      seed: options.seed,
      policy: latePolicy(listener.sets.decision.meta.policy),
      started: new Date().toISOString(),
      study: null,
      ...headerControls(clipControls),
    });
    const { lacking } = underControls(listener.hands.recordings(), clipControls);
    const lacks = lackingWords(clipControls, lacking);
    if (lacks !== null) {
      record({ kind: 'note', t_ms: 0, text: lacks });
      putUpNote(store, lacks);
    }
    scope.listen(document, 'visibilitychange', () => {
      const state = document.visibilityState;
      record({ kind: 'device', t_ms: nowMs(), device: 'tab', state });
    });
    scope.every(CLOCK_MS, () => store.setState({ elapsedMs: live.nowMs() }));
    return { source: kind, scope, live, lines, you, record };
  } catch (error) {
    scope.end();
    throw toPlainError(
      error,
      'session-failed',
      'The session could not be started.',
      'Try again, or reload the page.',
    );
  }
}
