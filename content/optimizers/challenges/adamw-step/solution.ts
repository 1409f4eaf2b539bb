/** What Adam subtracts for this gradient, and the new moments. */
function adam(
  gradient: number[],
  m: number[],
  v: number[],
  t: number,
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
): [step: number[], m: number[], v: number[]] {
  const newM = gradient.map((g, i) => beta1 * m[i] + (1 - beta1) * g);
  const newV = gradient.map((g, i) => beta2 * v[i] + (1 - beta2) * g * g);
  const step = gradient.map((_, i) => {
    const mHat = newM[i] / (1 - beta1 ** t);
    const vHat = newV[i] / (1 - beta2 ** t);
    return (rate * mHat) / (Math.sqrt(vHat) + epsilon);
  });
  return [step, newM, newV];
}

export function adamwStep(
  weights: number[],
  gradient: number[],
  m: number[],
  v: number[],
  t: number,
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  decay: number,
): [number[], number[], number[]] {
  const [step, newM, newV] = adam(gradient, m, v, t, rate, beta1, beta2, epsilon);
  return [weights.map((w, i) => w - rate * decay * w - step[i]), newM, newV];
}

export function adamL2Step(
  weights: number[],
  gradient: number[],
  m: number[],
  v: number[],
  t: number,
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  decay: number,
): [number[], number[], number[]] {
  const penalised = gradient.map((g, i) => g + decay * weights[i]);
  const [step, newM, newV] = adam(penalised, m, v, t, rate, beta1, beta2, epsilon);
  return [weights.map((w, i) => w - step[i]), newM, newV];
}
