import * as solution from "./solution.ts";

/** Linear layers, a ReLU, linear layers: either run of layers merged into one, and then two layers run. */
export function merged(
  x: number[][],
  before: number[][][],
  beforeBiases: number[][],
  behind: number[][][],
  behindBiases: number[][],
) {
  const [weight1, bias1] = solution.collapse(before, beforeBiases);
  const [weight2, bias2] = solution.collapse(behind, behindBiases);
  return solution.network(x, [weight1, weight2], [bias1, bias2], true);
}
