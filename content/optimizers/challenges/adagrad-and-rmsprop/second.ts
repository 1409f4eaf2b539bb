/** Moves every weight by a rate of its own, times its gradient. */
function moved(weights: number[], gradient: number[], squares: number[], rate: number, epsilon: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    const ownRate = rate / (Math.pow(squares[i], 0.5) + epsilon);
    out.push(weights[i] - ownRate * gradient[i]);
  }
  return out;
}

export function adagradStep(
  weights: number[],
  gradient: number[],
  total: number[],
  rate: number,
  epsilon: number,
): [number[], number[]] {
  const sums = total.slice();
  for (let i = 0; i < sums.length; i++) sums[i] += gradient[i] ** 2;
  return [moved(weights, gradient, sums, rate, epsilon), sums];
}

export function rmspropStep(
  weights: number[],
  gradient: number[],
  average: number[],
  rate: number,
  decay: number,
  epsilon: number,
): [number[], number[]] {
  const means = average.slice();
  for (let i = 0; i < means.length; i++) means[i] += (1 - decay) * (gradient[i] ** 2 - means[i]);
  return [moved(weights, gradient, means, rate, epsilon), means];
}
