function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

export function denseForward(x: number[][], weights: number[][], bias: number[]): number[][] {
  const y = zeros(x.length, bias.length);
  for (let n = 0; n < x.length; n++) {
    for (let k = 0; k < bias.length; k++) {
      y[n][k] = bias[k];
      for (let i = 0; i < weights.length; i++) y[n][k] += x[n][i] * weights[i][k];
    }
  }
  return y;
}

export function denseBackward(
  upstream: number[][],
  x: number[][],
  weights: number[][],
): [number[][], number[][], number[]] {
  const outputs = weights[0].length;
  const dX = zeros(x.length, weights.length);
  const dWeights = zeros(weights.length, outputs);
  const dBias = new Array<number>(outputs).fill(0);
  for (let n = 0; n < x.length; n++) {
    for (let k = 0; k < outputs; k++) {
      dBias[k] += upstream[n][k];
      for (let i = 0; i < weights.length; i++) {
        dX[n][i] += upstream[n][k] * weights[i][k];
        dWeights[i][k] += upstream[n][k] * x[n][i];
      }
    }
  }
  return [dX, dWeights, dBias];
}
