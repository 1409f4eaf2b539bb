type Matrix = number[][];

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** A row times a matrix. */
const project = (row: number[], weights: Matrix) =>
  weights[0].map((_, j) => row.reduce((sum, x, i) => sum + x * weights[i][j], 0));

function softmax(scores: number[]): number[] {
  const largest = Math.max(...scores);
  const exponentials = scores.map((z) => Math.exp(z - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((e) => e / sum);
}

export function causalAttention(x: Matrix, queryWeights: Matrix, keyWeights: Matrix, valueWeights: Matrix): Matrix {
  const queries = x.map((row) => project(row, queryWeights));
  const keys = x.map((row) => project(row, keyWeights));
  const values = x.map((row) => project(row, valueWeights));
  const scale = Math.sqrt(keys[0].length);
  const scores = queries.map((query, t) => keys.map((key, s) => (s > t ? -Infinity : dot(query, key) / scale)));
  const weights = scores.map(softmax);
  return weights.map((row) => project(row, values));
}

export function attendNext(
  token: number[],
  keys: Matrix,
  values: Matrix,
  queryWeights: Matrix,
  keyWeights: Matrix,
  valueWeights: Matrix,
): [number[], Matrix, Matrix] {
  const query = project(token, queryWeights);
  const allKeys = [...keys, project(token, keyWeights)];
  const allValues = [...values, project(token, valueWeights)];
  const scores = allKeys.map((key) => dot(query, key) / Math.sqrt(key.length));
  return [project(softmax(scores), allValues), allKeys, allValues];
}
