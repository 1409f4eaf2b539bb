const ACTIVATIONS = new Map<string, (z: number) => number>([
  ["identity", (z) => z],
  ["step", (z) => (z >= 0 ? 1 : 0)],
  ["relu", (z) => Math.max(z, 0)],
  ["sigmoid", (z) => 1 / (1 + Math.exp(-z))],
  ["tanh", Math.tanh],
]);

const dot = (x: number[], w: number[]): number => x.reduce((sum, value, i) => sum + value * w[i], 0);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const isBatch = (x: number[] | number[][]): x is number[][] => Array.isArray(x[0]);

export function neuron(x: number[] | number[][], w: number[], b: number, activation: string): number | number[] {
  const f = ACTIVATIONS.get(activation);
  if (!f) throw new Error(`there is no activation "${activation}"`);
  const output = (example: number[]) => f(dot(example, w) + b);
  return isBatch(x) ? x.map(output) : output(x);
}

export function missingBias(x: number[][], w: number[], targets: number[]): [number, number, number] {
  const residuals = x.map((example, n) => targets[n] - dot(example, w));
  const bias = mean(residuals);
  return [bias, mean(residuals.map((r) => r ** 2)), mean(residuals.map((r) => (r - bias) ** 2))];
}
