/** One step of Adam; returns [weights, m, v]. */
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
  throw new Error("not written yet");
}
