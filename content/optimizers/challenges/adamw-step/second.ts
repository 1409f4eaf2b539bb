interface Moments {
  first: number;
  second: number;
}

/** One weight's moments and the ratio of the corrected ones, from the gradient that Adam sees. */
function ratioOf(g: number, m: number, v: number, t: number, beta1: number, beta2: number, epsilon: number) {
  const after: Moments = { first: m + (1 - beta1) * (g - m), second: v + (1 - beta2) * (g * g - v) };
  const correction = Math.sqrt(1 - Math.pow(beta2, t));
  const ratio =
    (after.first * correction) / (1 - Math.pow(beta1, t)) / (Math.sqrt(after.second) + epsilon * correction);
  return { ...after, ratio };
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
  const out: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < weights.length; i++) {
    const { first, second, ratio } = ratioOf(gradient[i], m[i], v[i], t, beta1, beta2, epsilon);
    out[0].push(weights[i] - rate * (ratio + decay * weights[i]));
    out[1].push(first);
    out[2].push(second);
  }
  return out;
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
  const out: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < weights.length; i++) {
    const seen = gradient[i] + decay * weights[i];
    const { first, second, ratio } = ratioOf(seen, m[i], v[i], t, beta1, beta2, epsilon);
    out[0].push(weights[i] - rate * ratio);
    out[1].push(first);
    out[2].push(second);
  }
  return out;
}
