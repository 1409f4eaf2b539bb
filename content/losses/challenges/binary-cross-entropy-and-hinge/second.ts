export function bce(logits: number[], targets: number[]): number {
  let total = 0;
  for (let n = 0; n < logits.length; n++) {
    const z = logits[n];
    // From the left, so that the large terms cancel before the tiny one is added.
    total += (z > 0 ? z : 0) - z * targets[n] + Math.log1p(Math.exp(z > 0 ? -z : z));
  }
  return total / logits.length;
}

/** A sigmoid is a tanh at half the input. */
export function bceGradient(logits: number[], targets: number[]): number[] {
  const gradient: number[] = [];
  for (let n = 0; n < logits.length; n++) {
    gradient.push((0.5 + 0.5 * Math.tanh(logits[n] / 2) - targets[n]) / logits.length);
  }
  return gradient;
}

export function hinge(scores: number[], labels: number[]): number {
  let total = 0;
  for (let n = 0; n < scores.length; n++) {
    const gap = labels[n] > 0 ? 1 - scores[n] : 1 + scores[n];
    if (gap > 0) total += gap;
  }
  return total / scores.length;
}

export function hingeGradient(scores: number[], labels: number[]): number[] {
  const share = 1 / scores.length;
  const gradient: number[] = [];
  for (let n = 0; n < scores.length; n++) {
    if (labels[n] > 0) gradient.push(scores[n] < 1 ? -share : 0);
    else gradient.push(scores[n] > -1 ? share : 0);
  }
  return gradient;
}
