type Parameter = number[] | number[][];

const isWeight = (parameter: Parameter): parameter is number[][] => Array.isArray(parameter[0]);

export function penalty(parameters: Parameter[], l1: number, l2: number): number {
  const entries = parameters.filter(isWeight).flat(2);
  return entries.reduce((sum, w) => sum + l1 * Math.abs(w) + 0.5 * l2 * w * w, 0);
}

export function penaltyGradients(parameters: Parameter[], l1: number, l2: number): Parameter[] {
  return parameters.map((p) =>
    isWeight(p) ? p.map((row) => row.map((w) => l1 * Math.sign(w) + l2 * w)) : p.map(() => 0),
  );
}

export function decayedStep(parameters: Parameter[], gradients: Parameter[], rate: number, decay: number): Parameter[] {
  const moved = (values: number[], gradient: number[], shrinkage: number) =>
    values.map((x, i) => (1 - shrinkage) * x - rate * gradient[i]);
  return parameters.map((p, k) => {
    const g = gradients[k];
    return isWeight(p) && isWeight(g)
      ? p.map((row, i) => moved(row, g[i], rate * decay))
      : moved(p as number[], g as number[], 0);
  });
}
