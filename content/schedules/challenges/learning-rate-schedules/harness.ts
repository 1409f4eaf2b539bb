import * as solution from "./solution.ts";

/** The rates of all these steps; the settings follow the step. */
export function rates(name: "warmup_cosine" | "step_decay", steps: number[], settings: number[]): number[] {
  const [a, b, c, d] = settings;
  return steps.map((step) =>
    name === "warmup_cosine" ? solution.warmupCosine(step, a, b, c, d) : solution.stepDecay(step, a, b, c),
  );
}

/** Minimises half the sum of curvature times weight squared by the warm-up and cosine; returns losses and weights. */
export function descend(
  weights: number[],
  curvatures: number[],
  total: number,
  warmup: number,
  peak: number,
  floor: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < total; step++) {
    losses.push(0.5 * weights.reduce((sum, w, i) => sum + curvatures[i] * w * w, 0));
    const rate = solution.warmupCosine(step, warmup, total, peak, floor);
    weights = weights.map((w, i) => w - rate * curvatures[i] * w);
  }
  return [losses, weights];
}
