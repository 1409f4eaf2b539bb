/** Query by query, over the keys it may see alone, in one pass with a running maximum. */
export function attention(
  queries: number[][],
  keys: number[][],
  values: number[][],
  causal: boolean,
): [number[][], number[][]] {
  const output: number[][] = [];
  const weights: number[][] = [];
  for (let t = 0; t < queries.length; t++) {
    const seen = causal ? t + 1 : keys.length;
    const scores: number[] = [];
    let largest = -Infinity;
    let total = 0;
    let mixed = new Array<number>(values[0].length).fill(0);
    for (let s = 0; s < seen; s++) {
      let score = 0;
      for (let i = 0; i < queries[t].length; i++) score += queries[t][i] * keys[s][i];
      score *= queries[t].length ** -0.5;
      scores.push(score);
      const top = Math.max(largest, score);
      const shrink = Math.exp(largest - top);
      const weight = Math.exp(score - top);
      total = total * shrink + weight;
      mixed = mixed.map((value, j) => value * shrink + weight * values[s][j]);
      largest = top;
    }
    output.push(mixed.map((value) => value / total));
    weights.push(keys.map((_, s) => (s < seen ? Math.exp(scores[s] - largest) / total : 0)));
  }
  return [output, weights];
}
