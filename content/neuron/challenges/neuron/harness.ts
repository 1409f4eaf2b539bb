import * as solution from "./solution.ts";

/** Whether a neuron with this activation throws. */
export function refuses(activation: string): boolean {
  try {
    solution.neuron([1, 2], [0.5, -1], 0, activation);
  } catch {
    return true;
  }
  return false;
}

/** Three neurons with a step: a is or, b is not-and, and both together are exclusive or. */
export function exclusiveOr(x: number[][]) {
  const a = solution.neuron(x, [1, 1], -0.5, "step") as number[];
  const b = solution.neuron(x, [-1, -1], 1.5, "step") as number[];
  const both = a.map((value, n) => [value, b[n]]);
  return solution.neuron(both, [1, 1], -2, "step");
}
