/** The form at the end of section 2 of the paper: both corrections in the rate, epsilon scaled along. */
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
  const correction = Math.sqrt(1 - Math.pow(beta2, t));
  const scaledRate = (rate * correction) / (1 - Math.pow(beta1, t));
  const out: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < weights.length; i++) {
    const first = m[i] + (1 - beta1) * (gradient[i] - m[i]);
    const second = v[i] + (1 - beta2) * (gradient[i] * gradient[i] - v[i]);
    out[0].push(weights[i] - (scaledRate * first) / (Math.sqrt(second) + epsilon * correction));
    out[1].push(first);
    out[2].push(second);
  }
  return out;
}
