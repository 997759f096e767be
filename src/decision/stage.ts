import type { Condition, Probabilities, Word } from '../flow';
import { PlainError } from '../shared/plain-error';
import type { HeadMeta } from './meta';
import type { DecisionModels } from './models';
import { windowAt, type Window } from './window';

/** Words whose hidden states are kept: about half an hour of speech in 6 MB, or 16 MB for the full set. */
export const MEMORY_WORDS = 4000;

/** One question: the word it is asked after, by its index among the partner's words, and everything but the words. */
export interface Ask {
  readonly word: number;
  readonly condition: Condition;
}

/** Backbone once per word, head for everything else. */
export interface DecisionStage {
  readonly meta: HeadMeta;
  /** The device by name. */
  readonly backend: string;
  /** Takes in the partner's word `index`; `words` are the partner's words so far, with at least the five seconds up to it. */
  hear(words: readonly Word[], index: number): Promise<void>;
  /**
   * Probabilities for words that were heard, in the order of the asks, all in one run. Rejects with a `PlainError`
   * (`word-forgotten`) for a word that was never heard or lies more than `MEMORY_WORDS` back.
   */
  judge(asks: readonly Ask[]): Promise<readonly Probabilities[]>;
  /**
   * The backbone's hidden state [d] at the end of a word that was heard, for whoever else reads the context with it; null for a
   * word that it does not remember. Only where the backbone belongs to the full set.
   */
  state?(word: number): Promise<Float32Array | null>;
  /** Forgets every word: a new session begins. */
  forget(): Promise<void>;
}

/** The words heard, as the head needs them. */
export interface DecisionMemory {
  hear(index: number, window: Window): Promise<void>;
  judge(asks: readonly Ask[]): Promise<readonly Probabilities[]>;
  /** The hidden state of a word; null for one that is not remembered. */
  state(index: number): Float32Array | null;
  forget(): Promise<void>;
}

/** Remembers hidden states by word. Calls are made one at a time. */
export function createDecisionMemory(models: DecisionModels, memoryWords = MEMORY_WORDS): DecisionMemory {
  const heard = new Map<number, { readonly hidden: Float32Array; readonly timing: Window['timing'] }>();
  return {
    async hear(index, window) {
      const hidden = await models.hidden(window);
      const { timing } = window;
      heard.delete(index);
      heard.set(index, { hidden, timing });
      const [oldest] = heard.keys();
      if (heard.size > memoryWords && oldest !== undefined) heard.delete(oldest);
    },
    judge(asks) {
      const questions = asks.flatMap(({ word, condition }) => {
        const known = heard.get(word);
        return known === undefined ? [] : [{ ...known, condition }];
      });
      return questions.length === asks.length ? models.probabilities(questions) : Promise.reject(forgotten());
    },
    state: (index) => heard.get(index)?.hidden ?? null,
    forget() {
      heard.clear();
      return models.forget();
    },
  };
}

/** The stage in this thread, over loaded models: for the command line, and inside the worker. */
export function createDecisionStage(models: DecisionModels, memoryWords = MEMORY_WORDS): DecisionStage {
  const memory = createDecisionMemory(models, memoryWords);
  return {
    meta: models.meta,
    backend: models.backend,
    hear: (words, index) => memory.hear(index, windowAt(words, index, models.policy)),
    judge: (asks) => memory.judge(asks),
    ...(models.policy && { state: (word: number) => Promise.resolve(memory.state(word)) }),
    forget: () => memory.forget(),
  };
}

const forgotten = (): PlainError =>
  new PlainError(
    'word-forgotten',
    'A word was asked about that the listener no longer remembers, or never heard.',
    'Open the saved session to judge it again.',
  );
