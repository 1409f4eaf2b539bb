/** A row times a matrix, by adding up its rows. */
function times(row: number[], weights: number[][]): number[] {
  const out = new Array<number>(weights[0].length).fill(0);
  for (let i = 0; i < row.length; i++) {
    for (let j = 0; j < out.length; j++) out[j] += row[i] * weights[i][j];
  }
  return out;
}

/** Each position is read after the ones before it: the cache holds nothing that would have to be masked. */
export function causalAttention(
  x: number[][],
  queryWeights: number[][],
  keyWeights: number[][],
  valueWeights: number[][],
): number[][] {
  let keys: number[][] = [];
  let values: number[][] = [];
  const outputs: number[][] = [];
  for (const token of x) {
    let output: number[];
    [output, keys, values] = attendNext(token, keys, values, queryWeights, keyWeights, valueWeights);
    outputs.push(output);
  }
  return outputs;
}

export function attendNext(
  token: number[],
  keys: number[][],
  values: number[][],
  queryWeights: number[][],
  keyWeights: number[][],
  valueWeights: number[][],
): [number[], number[][], number[][]] {
  const query = times(token, queryWeights);
  const newKeys = keys.concat([times(token, keyWeights)]);
  const newValues = values.concat([times(token, valueWeights)]);
  const scores = newKeys.map((key) => {
    let score = 0;
    for (let i = 0; i < key.length; i++) score += query[i] * key[i];
    return score / key.length ** 0.5;
  });
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  const logSum = largest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - largest), 0));
  const weights = scores.map((score) => Math.exp(score - logSum));
  return [times(weights, newValues), newKeys, newValues];
}
