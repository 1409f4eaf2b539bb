type Matrix = number[][];

const zeros = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

/** Adds to `out` a product whose factors are read entry by entry. */
function accumulate(
  out: Matrix,
  inner: number,
  a: (i: number, k: number) => number,
  b: (k: number, j: number) => number,
) {
  for (let i = 0; i < out.length; i++) {
    for (let j = 0; j < out[i].length; j++) {
      for (let k = 0; k < inner; k++) out[i][j] += a(i, k) * b(k, j);
    }
  }
}

function times(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.length, b[0].length);
  accumulate(
    out,
    b.length,
    (i, k) => a[i][k],
    (k, j) => b[k][j],
  );
  return out;
}

/** The attention weights of a head whose columns begin at `from`. */
function weightsOf(queries: Matrix, keys: Matrix, from: number, size: number): Matrix {
  return queries.map((query) => {
    const scores = keys.map((key) => {
      let score = 0;
      for (let j = from; j < from + size; j++) score += query[j] * key[j];
      return score * size ** -0.5;
    });
    // Each weight from how far the other scores lie above its own.
    return scores.map((own) => 1 / scores.reduce((sum, score) => sum + Math.exp(score - own), 0));
  });
}

export function multiHeadAttention(
  x: Matrix,
  queryWeights: Matrix,
  keyWeights: Matrix,
  valueWeights: Matrix,
  outputWeights: Matrix,
  heads: number,
): Matrix {
  const [queries, keys, values] = [times(x, queryWeights), times(x, keyWeights), times(x, valueWeights)];
  const size = x[0].length / heads;
  const mixed = zeros(x.length, x[0].length);
  for (let from = 0; from < x[0].length; from += size) {
    const weights = weightsOf(queries, keys, from, size);
    for (let t = 0; t < x.length; t++) {
      for (let j = from; j < from + size; j++) {
        for (let s = 0; s < x.length; s++) mixed[t][j] += weights[t][s] * values[s][j];
      }
    }
  }
  return times(mixed, outputWeights);
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
  const [length, width] = [x.length, x[0].length];
  const size = width / heads;
  const [queries, keys, values] = [times(x, queryWeights), times(x, keyWeights), times(x, valueWeights)];
  const [mixed, dMixed] = [zeros(length, width), zeros(length, width)];
  accumulate(
    dMixed,
    width,
    (t, k) => upstream[t][k],
    (k, j) => outputWeights[j][k],
  );
  const [dQueries, dKeys, dValues] = [zeros(length, width), zeros(length, width), zeros(length, width)];
  for (let from = 0; from < width; from += size) {
    const weights = weightsOf(queries, keys, from, size);
    for (let t = 0; t < length; t++) {
      const dWeights = values.map((value) => {
        let sum = 0;
        for (let j = from; j < from + size; j++) sum += dMixed[t][j] * value[j];
        return sum;
      });
      for (let s = 0; s < length; s++) {
        // Column by column of the softmax's Jacobian.
        let dScore = 0;
        for (let u = 0; u < length; u++) dScore += weights[t][u] * ((u === s ? 1 : 0) - weights[t][s]) * dWeights[u];
        dScore *= size ** -0.5;
        for (let j = from; j < from + size; j++) {
          mixed[t][j] += weights[t][s] * values[s][j];
          dValues[s][j] += weights[t][s] * dMixed[t][j];
          dQueries[t][j] += dScore * keys[s][j];
          dKeys[s][j] += dScore * queries[t][j];
        }
      }
    }
  }
  const dX = zeros(length, width);
  const gradients: Matrix[] = [];
  for (const [projected, weights] of [
    [dQueries, queryWeights],
    [dKeys, keyWeights],
    [dValues, valueWeights],
  ]) {
    accumulate(
      dX,
      width,
      (t, k) => projected[t][k],
      (k, i) => weights[i][k],
    );
    const gradient = zeros(width, width);
    accumulate(
      gradient,
      length,
      (i, t) => x[t][i],
      (t, j) => projected[t][j],
    );
    gradients.push(gradient);
  }
  const dOutput = zeros(width, width);
  accumulate(
    dOutput,
    length,
    (i, t) => mixed[t][i],
    (t, j) => upstream[t][j],
  );
  return [dX, gradients[0], gradients[1], gradients[2], dOutput];
}
