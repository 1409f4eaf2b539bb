const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

const transpose = (a: number[][]) => a[0].map((_, j) => a.map((row) => row[j]));

function softmax(row: number[]): number[] {
  const largest = Math.max(...row);
  const exponentials = row.map((z) => Math.exp(z - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((e) => e / sum);
}

export function attention(
  queries: number[][],
  keys: number[][],
  values: number[][],
  causal: boolean,
): [number[][], number[][]] {
  const scale = Math.sqrt(queries[0].length);
  const scores = queries.map((query, t) =>
    keys.map((key, s) => (causal && s > t ? -Infinity : dot(query, key) / scale)),
  );
  const weights = scores.map(softmax);
  const columns = transpose(values);
  return [weights.map((row) => columns.map((column) => dot(row, column))), weights];
}
