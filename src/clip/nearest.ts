import type { NearContext } from '../flow';
import type { ContextEncoder } from './encoder';
import { WRITTEN_CONTEXTS } from './written-contexts';

/** So many explain a choice. */
const NAMED = 3;

/** An encoder that also names the written contexts nearest to what it is given; their own places are worked out here, once. */
export async function withNearest<Encoder extends ContextEncoder>(
  encoder: Encoder,
  texts: readonly string[] = WRITTEN_CONTEXTS,
): Promise<Encoder> {
  const written: { readonly text: string; readonly vector: readonly number[] }[] = [];
  for (const text of texts) {
    const { vector } = await encoder.embedContext({ turns: [{ speaker: 'you', text }] });
    written.push({ text, vector });
  }
  const nearest = (vector: readonly number[]): readonly NearContext[] => {
    // Nothing is near to words that say nothing to the encoder.
    if (vector.every((value) => value === 0)) return [];
    return written
      .map(({ text, vector: other }) => ({ text, similarity: cosine(vector, other) }))
      .toSorted((one, other) => other.similarity - one.similarity)
      .slice(0, NAMED)
      .map(({ text, similarity }) => ({ text, similarity: Number(similarity.toFixed(3)) }));
  };
  return {
    ...encoder,
    async embedContext(context) {
      const embedded = await encoder.embedContext(context);
      return { ...embedded, nearest: nearest(embedded.vector) };
    },
  };
}

/** Of unit vectors. */
function cosine(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
