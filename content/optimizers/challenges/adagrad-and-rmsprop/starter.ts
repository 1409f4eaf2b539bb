/** One step of AdaGrad; returns [weights, total]. */
export function adagradStep(
  weights: number[],
  gradient: number[],
  total: number[],
  rate: number,
  epsilon: number,
): [number[], number[]] {
  throw new Error("not written yet");
}

/** One step of RMSProp; returns [weights, average]. */
export function rmspropStep(
  weights: number[],
  gradient: number[],
  average: number[],
  rate: number,
  decay: number,
  epsilon: number,
): [number[], number[]] {
  throw new Error("not written yet");
}
