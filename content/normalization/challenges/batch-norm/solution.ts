const transpose = (a: number[][]) => a[0].map((_, j) => a.map((row) => row[j]));

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

const mean = (values: number[]) => sum(values) / values.length;

function squares(values: number[]): number {
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) ** 2));
}

export function batchNormTrain(
  x: number[][],
  gamma: number[],
  beta: number[],
  runningMean: number[],
  runningVariance: number[],
  momentum: number,
  epsilon: number,
): [number[][], number[], number[]] {
  const features = transpose(x);
  const means = features.map(mean);
  const variances = features.map((feature) => squares(feature) / feature.length);
  const y = batchNormEval(x, gamma, beta, means, variances, epsilon);
  const moved = (running: number[], now: number[]) => running.map((r, d) => (1 - momentum) * r + momentum * now[d]);
  const sampleVariances = features.map((feature) => squares(feature) / (feature.length - 1));
  return [y, moved(runningMean, means), moved(runningVariance, sampleVariances)];
}

export function batchNormEval(
  x: number[][],
  gamma: number[],
  beta: number[],
  runningMean: number[],
  runningVariance: number[],
  epsilon: number,
): number[][] {
  const deviations = runningVariance.map((variance) => Math.sqrt(variance + epsilon));
  return x.map((row) => row.map((value, d) => (gamma[d] * (value - runningMean[d])) / deviations[d] + beta[d]));
}

export function batchNormBackward(
  upstream: number[][],
  x: number[][],
  gamma: number[],
  epsilon: number,
): [number[][], number[], number[]] {
  const gradients = transpose(upstream);
  const parts = transpose(x).map((feature, d) => {
    const centre = mean(feature);
    const deviation = Math.sqrt(squares(feature) / feature.length + epsilon);
    const xHat = feature.map((value) => (value - centre) / deviation);
    const h = gradients[d].map((g) => g * gamma[d]);
    const alongMean = mean(h);
    const alongSpread = mean(h.map((value, n) => value * xHat[n]));
    const dFeature = h.map((value, n) => (value - alongMean - xHat[n] * alongSpread) / deviation);
    return { dFeature, dGamma: sum(gradients[d].map((g, n) => g * xHat[n])), dBeta: sum(gradients[d]) };
  });
  return [
    transpose(parts.map(({ dFeature }) => dFeature)),
    parts.map(({ dGamma }) => dGamma),
    parts.map(({ dBeta }) => dBeta),
  ];
}
