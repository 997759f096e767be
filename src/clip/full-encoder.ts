import { PlainError } from '../shared/plain-error';
import type { ContextEncoder } from './encoder';
import type { FullContextModels } from './full-models';
import { softmax } from './joint-maps';

/** The full set's context encoder in this thread, over loaded models: it goes by the state and the voice, not by the turns. */
export function createFullContextEncoder(models: FullContextModels): ContextEncoder {
  const { forms, temperature } = models;
  const names = Object.keys(forms);
  return {
    async embedContext({ state, voice = new Float32Array(0) }) {
      if (!state) throw stateless();
      const states = Float32Array.of(...state, ...(await models.pooled(voice)));
      const vector = [...(await models.place(states))];
      const shares = softmax(names.map((name) => dot(vector, forms[name] ?? []) / temperature));
      return {
        space: 'full',
        vector,
        forms: Object.fromEntries(names.map((name, index) => [name, shares[index] ?? 0])),
      };
    },
  };
}

const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

/** A context came without the decision's state. */
export const stateless = (): PlainError =>
  new PlainError(
    'context-without-state',
    'The full set’s context needs what the decision made of the words.',
  );
