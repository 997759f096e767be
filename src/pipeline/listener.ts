import { createContextClient } from '../clip';
import type { ContextEncoder } from '../clip';
import { createDecisionClient } from '../decision';
import type { DecisionStage } from '../decision';
import { decodeSound } from '../mic';
import { fetchSource, openPack, packBytes, SMALL_SET, talkPacks } from '../packs';
import type { Pack, PackSet } from '../packs';
import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import { createHubClient, createWordsClient } from '../words';
import type { WordsStage } from '../words';
import { loadFullSet } from './full-set';
import { loadHands } from './hands';
import type { Hands } from './hands';
import { createHearing } from './hearing';
import type { Hearing } from './hearing';
import { RUNTIME_FILE } from './peek';
import { createSetSwitch } from './set-switch';
import type { SetSwitch } from './set-switch';

/** What runs in a worker of its own. */
export type Part = 'words' | 'decision' | 'context';

/** Everything a live session needs, loaded and checked; serves one session after another. */
export interface Listener {
  /** The packs that are in use now. */
  readonly set: PackSet;
  /** The device that decides, as the record's header says it. */
  readonly backend: string;
  readonly hands: Hands;
  /** Which set decides; its own `decision` is what to ask. */
  readonly sets: SetSwitch;
  /** Which recogniser hears; its own `stage` is what `words` gives. */
  readonly hearing: Hearing;
  /** The small set's stages in their workers; after a death `restart` gives a new one in its place. */
  words(): WordsStage;
  context(): ContextEncoder;
  /** Told when a worker died, with the part that is gone; the owner asks for a restart. */
  onDeath: (part: Part) => void;
  restart(part: Part): Promise<void>;
  /** Told about faults in the audio itself. */
  onFault: (error: PlainError) => void;
}

/** How far loading has come. */
export interface ListenerProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly step: 'downloading' | 'checking';
}

export interface ListenerOptions {
  /** The page's own folder, ending with a slash: `models/` and `ort/` are below it. */
  readonly baseUrl: string;
  readonly onProgress: (progress: ListenerProgress) => void;
}

/**
 * Loads the small set of packs from beside the page; the full one, kept in the browser, is loaded once it is chosen. Rejects with a
 * `PlainError`; nothing is left running then.
 */
export async function loadListener(scope: Scope, options: ListenerOptions): Promise<Listener> {
  const modelsUrl = new URL('models/', options.baseUrl).href;
  const wasmUrl = new URL('ort/', options.baseUrl).href;
  const source = fetchSource(modelsUrl);
  const set = SMALL_SET;
  const loaded = new Map<string, number>();
  let totalBytes = 0;
  let stepsLeft = 2;
  const tell = (): void => {
    const loadedBytes = [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
    options.onProgress({
      loadedBytes: Math.min(loadedBytes, totalBytes),
      totalBytes,
      step: stepsLeft > 0 ? 'downloading' : 'checking',
    });
  };
  const arrived = (part: string, bytes: number): void => {
    loaded.set(part, (loaded.get(part) ?? 0) + bytes);
    tell();
  };
  const packs = await Promise.all(talkPacks(set).map((id) => openPack(source, id)));
  totalBytes = packs.reduce((sum, { meta }) => sum + packBytes(meta), 0) + __MHM_RUNTIME_BYTES__;
  tell();

  // The workers find it in the browser's cache; fetched here, its bytes can be counted too.
  await fetchSource(wasmUrl).read(RUNTIME_FILE, (bytes) => arrived('runtime', bytes));

  const packOf = (id: string): Pack => {
    const pack = packs.find((candidate) => candidate.id === id);
    if (!pack) throw new TypeError(`The pack ${id} is not of this set.`);
    return pack;
  };
  const startWords = (): Promise<WordsStage> =>
    createWordsClient(scope, {
      modelsUrl,
      wasmUrl,
      packs: { vad: set.vad, recogniser: set.recogniser },
      onNote: (note) => {
        if (note.kind === 'bytes') {
          loaded.set(note.pack, note.loaded);
          tell();
        } else if (note.kind === 'step' && note.step === 'checking') {
          stepsLeft -= 1;
          tell();
        } else if (note.kind === 'died') listener.onDeath('words');
        else if (note.kind === 'fault') listener.onFault(new PlainError(note.code, note.message, note.todo));
      },
    });
  const startDecision = (): Promise<DecisionStage> =>
    createDecisionClient(scope, {
      modelsUrl,
      wasmUrl,
      packs: { backbone: set.backbone, head: set.head },
      onNote: (note) => {
        if (note.kind === 'bytes') arrived('decision', note.bytes);
        else if (note.kind === 'step' && note.step === 'checking') {
          stepsLeft -= 1;
          tell();
        } else if (note.kind === 'died') listener.onDeath('decision');
      },
    });

  const startContext = (): Promise<ContextEncoder> =>
    createContextClient(scope, {
      modelsUrl,
      packs: { contextEncoder: set.contextEncoder, joint: set.joint, affect: set.affect },
      onNote: (note) => {
        if (note.kind === 'bytes') arrived('context', note.bytes);
        else listener.onDeath('context');
      },
    });

  let words: WordsStage;
  let decision: DecisionStage;
  let context: ContextEncoder;
  const sets = createSetSwitch(scope, {
    small: () => decision,
    loadFull: (own, watch) => loadFullSet(own, wasmUrl, watch),
    useBank: (bank) => hands.useFullBank(bank),
    nowMs: () => performance.now(),
    hidden: () => document.hidden,
  });
  const hearing = createHearing(scope, {
    small: () => words,
    smallPack: set.recogniser,
    load: (own, recogniser, died) =>
      createHubClient(own, {
        modelsUrl,
        wasmUrl,
        recogniser,
        vad: set.vad,
        reference: set.recogniser,
        onNote: (note) => {
          if (note.kind === 'died') died(new PlainError('worker-died', 'The recogniser stopped working.'));
          else listener.onFault(new PlainError(note.code, note.message, note.todo));
        },
      }),
    nowMs: () => performance.now(),
  });
  const listener: Listener = {
    get set() {
      return { ...(sets.state.kind === 'full' ? sets.state.set : set), recogniser: hearing.pack };
    },
    get backend() {
      return sets.state.kind === 'full' ? sets.state.backend : words.backend;
    },
    get hands() {
      return hands;
    },
    sets,
    hearing,
    words: () => hearing.stage(),
    context: () => context,
    onDeath: () => undefined,
    onFault: () => undefined,
    async restart(part) {
      if (part === 'words') words = await startWords();
      else if (part === 'decision') decision = await startDecision();
      else context = await startContext();
    },
  };
  const [, , , hands] = await Promise.all([
    listener.restart('words'),
    listener.restart('decision'),
    listener.restart('context'),
    loadHands({ clips: packOf(set.clips), voice: packOf(set.voice), decode: decodeSound }),
  ]);
  // Small and many: a first cue fetches its own in time, so nobody waits for all. What fails is fetched again when it is needed.
  hands.fetchAll().catch(() => undefined);
  return listener;
}
