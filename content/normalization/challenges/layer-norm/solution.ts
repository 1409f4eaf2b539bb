const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const columnSums = (rows: number[][]) => rows[0].map((_, d) => rows.reduce((sum, row) => sum + row[d], 0));

function normalise(row: number[], epsilon: number): { xHat: number[]; deviation: number } {
  const centre = mean(row);
  const variance = mean(row.map((x) => (x - centre) ** 2));
  const deviation = Math.sqrt(variance + epsilon);
  return { xHat: row.map((x) => (x - centre) / deviation), deviation };
}

export function layerNormForward(x: number[][], gamma: number[], beta: number[], epsilon: number): number[][] {
  return x.map((row) => normalise(row, epsilon).xHat.map((value, d) => gamma[d] * value + beta[d]));
}

export function layerNormBackward(
  upstream: number[][],
  x: number[][],
  gamma: number[],
  epsilon: number,
): [number[][], number[], number[]] {
  const normal = x.map((row) => normalise(row, epsilon));
  const dX = upstream.map((row, n) => {
    const { xHat, deviation } = normal[n];
    const h = row.map((g, d) => g * gamma[d]);
    const alongMean = mean(h);
    const alongSpread = mean(h.map((value, d) => value * xHat[d]));
    return h.map((value, d) => (value - alongMean - xHat[d] * alongSpread) / deviation);
  });
  const dGamma = columnSums(upstream.map((row, n) => row.map((g, d) => g * normal[n].xHat[d])));
  const dBeta = columnSums(upstream);
  return [dX, dGamma, dBeta];
}
