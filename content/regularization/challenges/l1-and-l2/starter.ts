type Parameter = number[] | number[][];

/** The penalty on all weights (matrices); biases (vectors) are left out. */
export function penalty(parameters: Parameter[], l1: number, l2: number): number {
  throw new Error("not written yet");
}

/** The penalty's gradients, one for each parameter. */
export function penaltyGradients(parameters: Parameter[], l1: number, l2: number): Parameter[] {
  throw new Error("not written yet");
}

/** One step of SGD with weight decay; returns the new parameters. */
export function decayedStep(parameters: Parameter[], gradients: Parameter[], rate: number, decay: number): Parameter[] {
  throw new Error("not written yet");
}
