/** One step of AdamW, with decoupled decay; returns [weights, m, v]. */
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
  throw new Error("not written yet");
}

/** One step of Adam with an L2 penalty in the gradient; returns [weights, m, v]. */
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
  throw new Error("not written yet");
}
