import {
  browserDevices,
  checkMic,
  decodeAudioFile,
  listMics,
  loadListener,
  peekListener,
  rateAt,
} from '../pipeline';
import type { HeadMeta, Listener, LiveSource } from '../pipeline';
import { hubRecogniser } from '../packs';
import { toPlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import { openClips, recordingsOf, speakWith } from './banks';
import type { SpeakingBank } from './banks';
import { createClipControls } from './clip-controls';
import type { ClipsApp } from './clips/state';
import { createDialActions } from './dial-actions';
import { putUpFault, putUpNote, takeDownFaults } from './faults';
import { createLoadMeter } from './load-meter';
import { createSignals } from './peaks';
import { fetchSample } from './sample';
import { saveSession } from './saving';
import { startSession } from './session';
import type { RunningSession } from './session';
import { browserHub } from './hub';
import { browserWarehouse, createModelsApp } from './models';
import { readSettings, writeSettings } from './settings';
import type { App, AppActions, Fault, SourceKind } from './state';
import { createAppStore } from './store';

/** What the page gives the app: tests give their own. */
export interface AppOptions {
  /** The page's own folder, ending with a slash. */
  readonly baseUrl: string;
  readonly storage: Storage | null;
  /** The seed of each session's choices; a new one each time by default. */
  readonly seed?: () => number;
}

/** How many words on screen are recoloured when a dial moves. */
const RECOLOURED_WORDS = 200;

/** Makes the app: the store, what a person can do, and the signals. Only the packs' descriptions are read. */
export function createApp(options: AppOptions): App {
  const { baseUrl, storage } = options;
  const newSeed = options.seed ?? (() => Math.floor(Math.random() * 2 ** 31));
  const settings = readSettings(storage);
  const store = createAppStore(settings);
  const signals = createSignals();
  const models = createModelsApp({
    baseUrl,
    storage,
    warehouse: browserWarehouse(),
    nowMs: () => performance.now(),
  });
  const hub = browserHub(storage);
  let listener: Promise<Listener> | null = null;
  let head: HeadMeta | null = null;
  let context: AudioContext | null = null;
  let session: RunningSession | null = null;
  let lastSource: { readonly kind: SourceKind; readonly file?: File } = { kind: 'mic' };
  let giveUp: () => void = () => undefined;
  /** Counts the starts; one that was given up meanwhile ends as soon as it can. */
  let attempts = 0;
  /** Starting and stopping take turns, however fast the buttons are pressed. */
  let queue: Promise<void> = Promise.resolve();
  const inTurn = (job: () => Promise<void>): Promise<void> => {
    const done = queue.then(job);
    // One that failed must not keep the next button from working.
    queue = done.catch(() => undefined);
    return done;
  };

  /** The promised rates for the present dials. */
  const promise = (): void => {
    if (!head) return;
    const { dials } = store.getState();
    store.setState({ promised: { bc: rateAt(head, 'bc', dials.bc), tc: rateAt(head, 'tc', dials.tc) } });
  };

  const remember = (): void => {
    const { dials, presets, micId, recogniser, clipControls } = store.getState();
    const bank = speaking.id;
    const ownPresets = presets.filter(({ own }) => own);
    writeSettings(storage, { dials, ownPresets, micId, recogniser, bank, clipControls });
  };

  const sound = (): AudioContext => {
    context ??= new AudioContext({ latencyHint: 'interactive' });
    return context;
  };

  let clips: Promise<ClipsApp> | null = null;
  const speaking: SpeakingBank = { id: settings.bank, changed: true };
  /** Brings the bank that was chosen on the Clips page to the listener; the shipped one speaks where that fails. */
  const useBank = async (loaded: Listener): Promise<void> => {
    if (!speaking.changed) return;
    try {
      await speakWith(loaded.hands, speaking);
    } catch (error) {
      const { sentence } = toPlainError(error, 'bank-unreadable', 'Your own bank could not be read.');
      putUpNote(store, `${sentence} The shipped voice speaks instead.`);
    } finally {
      designer.bankChanged();
    }
  };
  const designer = createClipControls({
    store,
    async recordings() {
      // A bank chosen meanwhile speaks from the next conversation on.
      const inUse = store.getState().phase.kind === 'listening' || !speaking.changed;
      const loaded = inUse ? await listener : null;
      return loaded ? loaded.hands.recordings() : recordingsOf(baseUrl, speaking);
    },
    session: () => session,
    remember,
  });

  /** Which set decides, on what, and what its dials promise. */
  const followSet = ({ sets, backend }: Listener): void => {
    head = sets.decision.meta;
    store.setState({ set: sets.state, backend: backendName(backend) });
    promise();
  };

  const load = (source: SourceKind): Promise<Listener> => {
    if (listener) return listener;
    const scope = createScope();
    const meter = createLoadMeter(() => performance.now());
    listener = loadListener(scope, {
      baseUrl,
      onProgress: (progress) => {
        const { phase } = store.getState();
        if (phase.kind === 'loading')
          store.setState({ phase: { kind: 'loading', source, progress: meter(progress) } });
      },
    });
    listener.then(
      (loaded) => {
        store.setState({ totalBytes: 0 });
        followSet(loaded);
        loaded.sets.watch((_, sentence) => {
          followSet(loaded);
          if (sentence !== null) putUpNote(store, sentence);
        });
      },
      () => {
        // The next start tries again, from what has arrived.
        listener = null;
        scope.end();
      },
    );
    return listener;
  };

  const whenLoaded = async (work: (loaded: Listener) => void): Promise<void> => {
    // Where it cannot be loaded, starting says so.
    const loaded = await listener?.catch(() => null);
    if (loaded) work(loaded);
  };
  models.store.subscribe(({ choice }, before) => {
    // During a conversation it counts from the next one on.
    if (choice !== before.choice && store.getState().phase.kind !== 'listening')
      void whenLoaded(({ sets }) => sets.choose(choice));
  });

  const orGivenUp = (work: Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      giveUp = resolve;
      work.then(resolve, reject);
    });

  async function openSource(kind: SourceKind, file?: File): Promise<LiveSource> {
    if (kind === 'mic') return { kind: 'mic', deviceId: store.getState().micId };
    const bytes = file ? await file.arrayBuffer() : await fetchSample(baseUrl);
    const { samples, notes } = await decodeAudioFile(bytes);
    for (const note of notes) putUpNote(store, note);
    return { kind: 'audio', samples };
  }

  async function begin(kind: SourceKind, file?: File): Promise<void> {
    await end();
    const attempt = ++attempts;
    takeDownFaults(store, ({ place }) => place !== 'save');
    lastSource = file ? { kind, file } : { kind };
    store.setState({ phase: loadingPhase(kind), notes: [] });
    try {
      if (kind === 'mic') await checkMic();
      const context = sound();
      void context.resume();
      const [source, loaded] = await Promise.all([openSource(kind, file), load(kind)]);
      await useBank(loaded);
      loaded.sets.choose(models.store.getState().choice);
      const refused = await loaded.hearing.choose(hubRecogniser(store.getState().recogniser)?.id ?? null);
      if (attempt !== attempts) return;
      if (refused) putUpNote(store, `${refused.sentence} The built-in recogniser hears you.`);
      // Only now: nothing that is said to an open microphone may be lost.
      if (kind === 'mic') store.setState({ phase: { kind: 'asking' } });
      const started = await startSession({
        store,
        signals,
        context,
        source,
        kind,
        listener: loaded,
        seed: newSeed(),
        onEnded: () => void inTurn(end),
      });
      if (attempt !== attempts) return started.scope.end();
      session = started;
      if (context.state !== 'running')
        putUpNote(store, 'The browser holds back sound until you press a button on this page.');
      store.setState({ phase: { kind: 'listening', source: kind } });
    } catch (error) {
      const plain = toPlainError(
        error,
        'start-failed',
        'The listener could not be started.',
        'Reload the page.',
      );
      store.setState({ phase: { kind: 'idle' } });
      putUpFault(store, plain, plain.code.startsWith('mic-') ? 'mic' : 'start');
    }
  }

  async function end(): Promise<void> {
    if (!session || store.getState().phase.kind !== 'listening') return;
    store.setState({ phase: { kind: 'ending' } });
    const durationMs = session.live.nowMs();
    try {
      await session.live.finish();
    } catch {
      // What was heard so far is in the record all the same.
    }
    store.setState({
      phase: { kind: 'ended', source: session.source, durationMs },
      tentative: '',
      elapsedMs: durationMs,
    });
    signals.voice(false);
    session.scope.end();
  }

  const recolour = (): void => {
    void session?.live.recolour(RECOLOURED_WORDS).then(
      (answers) => {
        const byIndex = new Map(answers.map(({ word, p }) => [word, p]));
        store.setState(({ words }) => ({
          words: words.map((word) => ({ ...word, p: byIndex.get(word.index) ?? word.p })),
        }));
      },
      // A worker that is being started again: the next word is judged by the new dials anyway.
      () => undefined,
    );
  };

  const actions: AppActions = {
    ...designer.actions,
    ...createDialActions({ store, session: () => session, promise, recolour, remember }),
    start: (source) => inTurn(() => orGivenUp(begin(source))),
    openFile: (file) => inTurn(() => orGivenUp(begin('file', file))),
    stop() {
      const { kind } = store.getState().phase;
      // The person may give up while the browser still asks, or while the models still arrive.
      if (kind === 'asking' || kind === 'loading') {
        attempts += 1;
        giveUp();
        store.setState({ phase: { kind: 'idle' } });
        return Promise.resolve();
      }
      return inTurn(end);
    },
    setMuted(muted) {
      store.setState({ muted });
      session?.live.setMuted(muted);
    },
    chooseMic(id) {
      store.setState({ micId: id });
      session?.live.chooseMic(id);
      remember();
    },
    async refreshMics() {
      try {
        const mics = await listMics(browserDevices());
        store.setState({ mics: mics.map(({ deviceId, label }) => ({ id: deviceId, label })) });
      } catch (error) {
        putUpFault(store, toPlainError(error, 'mic-missing', 'The microphones cannot be listed.'), 'mic');
      }
    },
    retryFullSet() {
      void whenLoaded(({ sets }) => sets.retry());
    },
    chooseRecogniser(recogniser) {
      store.setState({ recogniser });
      remember();
      if (store.getState().phase.kind === 'listening')
        putUpNote(store, 'The other recogniser is used from your next conversation on.');
    },
    setEndpoint(endpoint) {
      store.setState({ endpoint });
      session?.live.setEndpoint(endpoint);
    },
    async save(what) {
      if (!session) return;
      takeDownFaults(store, ({ place }) => place === 'save');
      try {
        await saveSession(session, what);
      } catch (error) {
        putUpFault(
          store,
          toPlainError(error, 'save-failed', 'It could not be saved.', 'Save it again.'),
          'save',
        );
      }
    },
    followFault(fault: Fault, way) {
      takeDownFaults(store, (other) => other === fault);
      switch (way) {
        case 'retry':
          if (lastSource.file) void actions.openFile(lastSource.file);
          else void actions.start(lastSource.kind === 'sample' ? 'sample' : 'mic');
          return;
        case 'play-sample':
          return void actions.start('sample');
        case 'choose-mic':
          return void actions.refreshMics();
        case 'save-again':
          return void actions.save('record');
        case 'reload':
          return location.reload();
        case 'open-file':
        case 'dismiss':
          return;
        default:
          return way satisfies never;
      }
    },
    dismissNote: (note) =>
      store.setState(({ notes }) => ({ notes: notes.filter((other) => other !== note) })),
  };
  peekListener(baseUrl).then(
    (peek) => {
      if (listener) return;
      head = peek.head;
      store.setState({ totalBytes: peek.stored ? 0 : peek.totalBytes });
      promise();
    },
    // Starting will say what is wrong, in its place.
    () => undefined,
  );
  return {
    store,
    actions,
    signals,
    models,
    hub,
    openClips() {
      clips ??= openClips({
        baseUrl,
        sound,
        micId: () => store.getState().micId,
        speaking,
        onSpeaking() {
          remember();
          designer.bankChanged();
        },
      });
      clips.catch(() => {
        clips = null;
      });
      return clips;
    },
  };
}

const loadingPhase = (source: SourceKind) =>
  ({
    kind: 'loading',
    source,
    progress: { loadedBytes: 0, totalBytes: 0, secondsLeft: null, step: 'downloading' },
  }) as const;

/** `wasm-2` or `webgpu (acme 5)` as a person reads it. */
function backendName(backend: string): string {
  const gpu = /^webgpu \((.*)\)$/.exec(backend)?.[1];
  if (gpu !== undefined) return `WebGPU, ${gpu}`;
  const threads = Number(backend.replace('wasm-', ''));
  return threads > 1 ? `WASM, ${threads} threads` : 'WASM, one thread';
}
