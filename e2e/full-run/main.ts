/** The full set's decision worker by itself, for the tests: what they ask for is on `window.fullRun`. */
import { createFullDecisionClient, type FullDecisionStage } from '../../src/decision';
import type { Condition, Probabilities, Word } from '../../src/flow';
import type { FullDevice } from '../../src/packs';
import { toPlainError } from '../../src/shared/plain-error';
import { createScope } from '../../src/shared/scope';

/** What loading came to. */
export interface Loaded {
  readonly backend: string;
  readonly activations: string | null;
}

/** What the tests can ask of the page. */
export interface FullRun {
  load(size: string, device: FullDevice): Promise<Loaded | { readonly refused: string }>;
  /** Hears words from word `from` on and gives each one's hidden state; `restMs` between them. */
  hear(texts: readonly string[], from: number, restMs: number): Promise<number[][]>;
  judge(word: number): Promise<readonly Probabilities[]>;
  forget(): Promise<void>;
  /** The notes so far that are no progress. */
  notes(): readonly { kind: string; code?: string }[];
}

declare global {
  interface Window {
    readonly fullRun: FullRun;
  }
}

const CONDITION: Condition = {
  dials: { bc: 0.5, tc: 0.2 },
  silenceMs: 0,
  sinceTurnMs: null,
  sinceBackchannelMs: null,
};
const scope = createScope();
const notes: { kind: string; code?: string }[] = [];
let stage: FullDecisionStage | null = null;
const loaded = (): FullDecisionStage => {
  if (!stage) throw new Error('Nothing is loaded.');
  return stage;
};

const fullRun: FullRun = {
  async load(size, device) {
    try {
      stage = await createFullDecisionClient(scope, {
        from: { modelsUrl: new URL('models/', location.href).href },
        wasmUrl: new URL('ort/', location.href).href,
        packs: { backbone: `decision-backbone-${size}@1`, head: `decision-head-${size}@1` },
        device,
        onNote: (note) => {
          if (note.kind === 'lost' || note.kind === 'died') notes.push(note);
        },
      });
      const { backend, activations } = stage;
      return { backend, activations };
    } catch (error) {
      return { refused: toPlainError(error, 'unknown', String(error)).sentence };
    }
  },
  async hear(texts, first, restMs) {
    const words = texts.map((text, index): Word => {
      const startMs = index * 300;
      return { text, startMs, endMs: startMs + 250, heardMs: startMs + 400, speaker: 'you' };
    });
    const states: number[][] = [];
    for (let word = first; word < words.length; word++) {
      await loaded().hear(words.slice(0, word + 1), word);
      states.push([...((await loaded().state(word)) ?? [])]);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    return states;
  },
  judge: (word) => loaded().judge([{ word, condition: CONDITION }]),
  forget: () => loaded().forget(),
  notes: () => notes,
};
Object.assign(window, { fullRun });
