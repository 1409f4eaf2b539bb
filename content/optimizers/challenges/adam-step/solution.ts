export function adamStep(
  weights: number[],
  gradient: number[],
  m: number[],
  v: number[],
  t: number,
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
): [number[], number[], number[]] {
  const newM = gradient.map((g, i) => beta1 * m[i] + (1 - beta1) * g);
  const newV = gradient.map((g, i) => beta2 * v[i] + (1 - beta2) * g * g);
  const newWeights = weights.map((w, i) => {
    const mHat = newM[i] / (1 - beta1 ** t);
    const vHat = newV[i] / (1 - beta2 ** t);
    const step = (rate * mHat) / (Math.sqrt(vHat) + epsilon);
    return w - step;
  });
  return [newWeights, newM, newV];
}
