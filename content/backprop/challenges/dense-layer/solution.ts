function transpose(a: number[][]): number[][] {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

function matmul(a: number[][], b: number[][]): number[][] {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, x, k) => sum + x * column[k], 0)));
}

export function denseForward(x: number[][], weights: number[][], bias: number[]): number[][] {
  return matmul(x, weights).map((row) => row.map((y, j) => y + bias[j]));
}

export function denseBackward(
  upstream: number[][],
  x: number[][],
  weights: number[][],
): [number[][], number[][], number[]] {
  const dX = matmul(upstream, transpose(weights));
  const dWeights = matmul(transpose(x), upstream);
  const dBias = transpose(upstream).map((column) => column.reduce((sum, g) => sum + g, 0));
  return [dX, dWeights, dBias];
}
