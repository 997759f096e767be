/** One case of a logistic regression. */
export interface Example {
  readonly x: readonly number[];
  readonly y: boolean;
}

/** Weights by Newton's method, the bias first; `x` of all examples is equally long. A touch of ridge keeps it solvable. */
export function logisticRegression(examples: readonly Example[], rounds = 25): readonly number[] {
  const size = (examples[0]?.x.length ?? 0) + 1;
  let weights = Array.from({ length: size }, () => 0);
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((weight) => -1e-3 * weight);
    const curvature: number[][] = weights.map((_, i) => weights.map((__, j) => (i === j ? 1e-3 : 0)));
    for (const { x, y } of examples) {
      const row = [1, ...x];
      const p = probability(row, weights);
      for (const [i, one] of row.entries()) {
        gradient[i] = (gradient[i] ?? 0) + one * (Number(y) - p);
        const line = curvature[i] ?? [];
        for (const [j, other] of row.entries()) line[j] = (line[j] ?? 0) + one * other * p * (1 - p);
      }
    }
    const step = solve(curvature, gradient);
    weights = weights.map((weight, index) => weight + (step[index] ?? 0));
  }
  return weights;
}

/** Mean negative log-likelihood in nats. */
export function logLoss(examples: readonly Example[], weights: readonly number[]): number {
  const losses = examples.map(({ x, y }) => {
    const p = probability([1, ...x], weights);
    return -Math.log(Math.max(1e-9, y ? p : 1 - p));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const probability = (row: readonly number[], weights: readonly number[]): number =>
  1 / (1 + Math.exp(-row.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0)));

/** Solves a symmetric positive definite system by Gauss-Jordan elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((line, index) => [...line, right[index] ?? 0]);
  for (const [pivot, line] of rows.entries()) {
    const scale = line[pivot] ?? 1;
    for (const [column, value] of line.entries()) line[column] = value / scale;
    for (const [other, target] of rows.entries()) {
      const factor = target[pivot] ?? 0;
      if (other !== pivot)
        for (const [column, value] of line.entries()) target[column] = (target[column] ?? 0) - factor * value;
    }
  }
  return rows.map((line) => line.at(-1) ?? 0);
}
