/** Binary cross-entropy of logits (N) and targets from 0 to 1 (N), averaged. */
export function bce(logits: number[], targets: number[]): number {
  throw new Error("not written yet");
}

/** Gradient of bce with respect to the logits, (N). */
export function bceGradient(logits: number[], targets: number[]): number[] {
  throw new Error("not written yet");
}

/** Hinge loss of scores (N) and labels of −1 or +1 (N), averaged. */
export function hinge(scores: number[], labels: number[]): number {
  throw new Error("not written yet");
}

/** Gradient of hinge with respect to the scores, (N). */
export function hingeGradient(scores: number[], labels: number[]): number[] {
  throw new Error("not written yet");
}
