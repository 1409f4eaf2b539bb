import * as solution from "./solution.ts";

type Matrix = number[][];

const descend = (weights: Matrix, gradient: Matrix, rate: number): Matrix =>
  weights.map((row, i) => row.map((w, j) => w - rate * gradient[i][j]));

const columnSums = (rows: Matrix) => rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0));

/** Trains embedding, recurrent layer and read-out of its last state, which has to recall the first word. */
export function recall(
  words: Matrix,
  targets: number[],
  embedding: Matrix,
  start: number[],
  wX: Matrix,
  wH: Matrix,
  b: number[],
  out: number[],
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  const last = words[0].length - 1;
  for (let step = 0; step < steps; step++) {
    const xs = words[0].map((_, t) => words.map((sequence) => embedding[sequence[t]]));
    const h0 = words.map(() => start);
    const hs = solution.rnnForward(xs, h0, wX, wH, b);
    const error = hs[last].map((h, n) => h.reduce((sum, value, j) => sum + value * out[j], 0) - targets[n]);
    losses.push(error.reduce((sum, e) => sum + e * e, 0) / error.length);
    const dY = error.map((e) => (2 * e) / error.length);
    const upstream = hs.map((states, t) => states.map((h, n) => h.map((_, j) => (t === last ? dY[n] * out[j] : 0))));
    const [dXs, dH0, dWX, dWH, dB] = solution.rnnBackward(upstream, xs, hs, h0, wX, wH);
    const dEmbedding = embedding.map((row) => row.map(() => 0));
    dXs.forEach((x, t) =>
      x.forEach((row, n) =>
        row.forEach((g, i) => {
          dEmbedding[words[n][t]][i] += g;
        }),
      ),
    );
    const dOut = columnSums(hs[last].map((h, n) => h.map((value) => value * dY[n])));
    embedding = descend(embedding, dEmbedding, rate);
    [wX, wH] = [descend(wX, dWX, rate), descend(wH, dWH, rate)];
    [start, b, out] = descend([start, b, out], [columnSums(dH0), dB, dOut], rate);
  }
  return [losses, embedding, start, wX, wH, b, out];
}
