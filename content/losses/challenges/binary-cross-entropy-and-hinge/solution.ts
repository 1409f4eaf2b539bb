const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

export function bce(logits: number[], targets: number[]): number {
  return mean(logits.map((z, n) => targets[n] * softplus(-z) + (1 - targets[n]) * softplus(z)));
}

export function bceGradient(logits: number[], targets: number[]): number[] {
  return logits.map((z, n) => {
    const p = 1 / (1 + Math.exp(-z));
    return (p - targets[n]) / logits.length;
  });
}

export function hinge(scores: number[], labels: number[]): number {
  return mean(scores.map((s, n) => Math.max(0, 1 - labels[n] * s)));
}

export function hingeGradient(scores: number[], labels: number[]): number[] {
  return scores.map((s, n) => (labels[n] * s < 1 ? -labels[n] / scores.length : 0));
}
