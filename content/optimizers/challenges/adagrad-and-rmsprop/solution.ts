export function adagradStep(
  weights: number[],
  gradient: number[],
  total: number[],
  rate: number,
  epsilon: number,
): [number[], number[]] {
  const newTotal = gradient.map((g, i) => total[i] + g * g);
  const newWeights = weights.map((w, i) => w - (rate * gradient[i]) / (Math.sqrt(newTotal[i]) + epsilon));
  return [newWeights, newTotal];
}

export function rmspropStep(
  weights: number[],
  gradient: number[],
  average: number[],
  rate: number,
  decay: number,
  epsilon: number,
): [number[], number[]] {
  const newAverage = gradient.map((g, i) => decay * average[i] + (1 - decay) * g * g);
  const newWeights = weights.map((w, i) => w - (rate * gradient[i]) / (Math.sqrt(newAverage[i]) + epsilon));
  return [newWeights, newAverage];
}
