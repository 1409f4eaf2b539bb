import * as solution from "./solution.ts";

type Matrix = number[][];

/** Trains an embedding and a linear layer on the mean squared error; returns losses, table and weights. */
export function train(
  tokens: Matrix,
  targets: number[][][],
  table: Matrix,
  weights: Matrix,
  padding: number | null,
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const vectors = solution.embedding(table, tokens);
    const error = vectors.map((sequence, n) =>
      sequence.map((vector, t) =>
        weights[0].map((_, e) => vector.reduce((sum, x, d) => sum + x * weights[d][e], -targets[n][t][e])),
      ),
    );
    const all = error.flat(2);
    losses.push(all.reduce((sum, e) => sum + e * e, 0) / all.length);
    const upstream = error.map((sequence) => sequence.map((vector) => vector.map((e) => (2 * e) / all.length)));
    const back = upstream.map((sequence) =>
      sequence.map((vector) => weights.map((row) => row.reduce((sum, w, e) => sum + w * vector[e], 0))),
    );
    const dTable = solution.embeddingBackward(back, tokens, table.length, padding);
    const [x, dy] = [vectors.flat(), upstream.flat()];
    weights = weights.map((row, d) =>
      row.map((w, e) => w - rate * x.reduce((sum, vector, i) => sum + vector[d] * dy[i][e], 0)),
    );
    table = table.map((row, v) => row.map((w, d) => w - rate * dTable[v][d]));
  }
  return [losses, table, weights];
}
