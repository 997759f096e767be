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
  readonly ms: number;
}

/** What the tests can ask of the page. */
export interface FullRun {
  load(size: string, device: FullDevice): Promise<Loaded | { readonly refused: string }>;
  /** Hears words from word `from` on and gives each one's hidden state and the ms that hearing took; `restMs` between them. */
  hear(texts: readonly string[], from: number, restMs: number): Promise<{ state: number[]; ms: number }[]>;
  judge(word: number): Promise<readonly Probabilities[] | { readonly refused: string }>;
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
const refusal = (error: unknown) => ({ refused: toPlainError(error, 'unknown', String(error)).sentence });

const fullRun: FullRun = {
  async load(size, device) {
    const from = performance.now();
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
      return { backend, activations, ms: performance.now() - from };
    } catch (error) {
      return refusal(error);
    }
  },
  async hear(texts, first, restMs) {
    const words = texts.map((text, index): Word => {
      const startMs = index * 300;
      return { text, startMs, endMs: startMs + 250, heardMs: startMs + 400, speaker: 'you' };
    });
    const heard: { state: number[]; ms: number }[] = [];
    for (let word = first; word < words.length; word++) {
      const from = performance.now();
      await loaded().hear(words.slice(0, word + 1), word);
      const ms = performance.now() - from;
      heard.push({ state: [...((await loaded().state(word)) ?? [])], ms });
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    return heard;
  },
  judge: (word) =>
    loaded()
      .judge([{ word, condition: CONDITION }])
      .catch(refusal),
  forget: () => loaded().forget(),
  notes: () => notes,
};
Object.assign(window, { fullRun });
