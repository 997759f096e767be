/** The directions in which the vectors differ most. */
export interface Pca {
  readonly mean: Float64Array;
  /** Unit vectors, widest first; each with its largest number positive, so that maps of the same bank look the same. */
  readonly axes: readonly Float64Array[];
}

/** Rounds of orthogonal iteration; 96-dimensional vectors of recordings settle in about twenty. */
const ROUNDS = 60;

/** Principal components of `vectors`, which all have the same length. Fewer than two vectors have none. */
export function principalComponents(vectors: readonly (readonly number[])[], count: number): Pca | null {
  const size = vectors[0]?.length ?? 0;
  if (vectors.length < 2 || size < count || vectors.some(({ length }) => length !== size)) return null;
  const mean = new Float64Array(size);
  for (const vector of vectors)
    vector.forEach((value, at) => {
      mean[at] = (mean[at] ?? 0) + value / vectors.length;
    });
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (const vector of vectors) {
    for (let i = 0; i < size; i++) centred[i] = (vector[i] ?? 0) - (mean[i] ?? 0);
    for (let i = 0; i < size; i++)
      for (let j = i; j < size; j++)
        covariance[i * size + j] = (covariance[i * size + j] ?? 0) + (centred[i] ?? 0) * (centred[j] ?? 0);
  }
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) covariance[i * size + j] = covariance[j * size + i] ?? 0;
  let axes: Float64Array[] = Array.from({ length: count }, (_, axis) =>
    // Any start that is not at right angles to the answer; the same every time.
    Float64Array.from({ length: size }, (_, at) => Math.sin(1 + at * (axis + 1.7))),
  );
  for (let round = 0; round < ROUNDS; round++)
    axes = orthonormal(axes.map((axis) => multiply(covariance, axis)));
  return { mean, axes: axes.map(upright) };
}

/** A vector's coordinates on the components. */
export const project = ({ mean, axes }: Pca, vector: readonly number[]): readonly number[] =>
  axes.map((axis) =>
    axis.reduce((sum, weight, at) => sum + weight * ((vector[at] ?? 0) - (mean[at] ?? 0)), 0),
  );

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += (matrix[row * size + at] ?? 0) * (vector[at] ?? 0);
    return sum;
  });
}

/** Gram and Schmidt's way. A direction that vanishes stays zero. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const left = vector.slice();
    for (const other of done) {
      const along = dot(left, other);
      left.forEach((value, at) => {
        left[at] = value - along * (other[at] ?? 0);
      });
    }
    const length = Math.sqrt(dot(left, left));
    done.push(left.map((value) => (length > 1e-12 ? value / length : 0)));
  }
  return done;
}

function upright(axis: Float64Array): Float64Array {
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
