type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const sum = (...all: Matrix[]): Matrix =>
  all[0].map((row, i) => row.map((_, j) => all.reduce((total, a) => total + a[i][j], 0)));

function softmax(row: number[]): number[] {
  const largest = Math.max(...row);
  const exponentials = row.map((z) => Math.exp(z - largest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((e) => e / total);
}

/** The columns of each head. */
function split(a: Matrix, heads: number): Matrix[] {
  const width = a[0].length / heads;
  return Array.from({ length: heads }, (_, h) => a.map((row) => row.slice(h * width, (h + 1) * width)));
}

/** The heads' columns side by side. */
const merge = (parts: Matrix[]): Matrix => parts[0].map((_, t) => parts.flatMap((part) => part[t]));

interface Head {
  queries: Matrix;
  keys: Matrix;
  values: Matrix;
  scale: number;
  weights: Matrix;
}

function attend(x: Matrix, queryWeights: Matrix, keyWeights: Matrix, valueWeights: Matrix, heads: number): Head[] {
  const [allQueries, allKeys, allValues] = [queryWeights, keyWeights, valueWeights].map((projection) =>
    split(product(x, projection), heads),
  );
  return allQueries.map((queries, h) => {
    const [keys, values] = [allKeys[h], allValues[h]];
    const scale = Math.sqrt(queries[0].length);
    const scores = product(queries, transpose(keys)).map((row) => row.map((score) => score / scale));
    return { queries, keys, values, scale, weights: scores.map(softmax) };
  });
}

const mix = (all: Head[]): Matrix => merge(all.map(({ weights, values }) => product(weights, values)));

export function multiHeadAttention(
  x: Matrix,
  queryWeights: Matrix,
  keyWeights: Matrix,
  valueWeights: Matrix,
  outputWeights: Matrix,
  heads: number,
): Matrix {
  return product(mix(attend(x, queryWeights, keyWeights, valueWeights, heads)), outputWeights);
}

/** Gradients of one head's queries, keys and values for that of its result. */
function headBackward({ queries, keys, values, scale, weights }: Head, dMixed: Matrix) {
  const dWeights = product(dMixed, transpose(values));
  const dScores = weights.map((row, t) => {
    const mean = row.reduce((total, weight, s) => total + weight * dWeights[t][s], 0);
    return row.map((weight, s) => (weight * (dWeights[t][s] - mean)) / scale);
  });
  return {
    dQueries: product(dScores, keys),
    dKeys: product(transpose(dScores), queries),
    dValues: product(transpose(weights), dMixed),
  };
}

export function multiHeadAttentionBackward(
  upstream: Matrix,
  x: Matrix,
  queryWeights: Matrix,
  keyWeights: Matrix,
  valueWeights: Matrix,
  outputWeights: Matrix,
  heads: number,
): [Matrix, Matrix, Matrix, Matrix, Matrix] {
  const all = attend(x, queryWeights, keyWeights, valueWeights, heads);
  const dMixed = split(product(upstream, transpose(outputWeights)), heads);
  const gradients = all.map((head, h) => headBackward(head, dMixed[h]));
  const dQueries = merge(gradients.map((of) => of.dQueries));
  const dKeys = merge(gradients.map((of) => of.dKeys));
  const dValues = merge(gradients.map((of) => of.dValues));
  const byQueries = product(dQueries, transpose(queryWeights));
  const byKeys = product(dKeys, transpose(keyWeights));
  const byValues = product(dValues, transpose(valueWeights));
  const columns = transpose(x);
  return [
    sum(byQueries, byKeys, byValues),
    product(columns, dQueries),
    product(columns, dKeys),
    product(columns, dValues),
    product(transpose(mix(all)), upstream),
  ];
}
