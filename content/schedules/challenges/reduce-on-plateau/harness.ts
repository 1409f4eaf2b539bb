import * as solution from "./solution.ts";

type Settings = ConstructorParameters<typeof solution.ReduceOnPlateau>;
type AllButRate = Settings extends [number, ...infer Rest] ? Rest : never;

/** What the schedule returns for each of these losses. */
export function rates(losses: number[], ...settings: Settings): number[] {
  const schedule = new solution.ReduceOnPlateau(...settings);
  return losses.map((loss) => schedule.step(loss));
}

/** Minimises half the sum of curvature times weight squared; the loss after each step sets the next rate. */
export function descend(weights: number[], curvatures: number[], steps: number, rate: number, ...settings: AllButRate) {
  const schedule = new solution.ReduceOnPlateau(rate, ...settings);
  const losses: number[] = [];
  const used: number[] = [];
  for (let step = 0; step < steps; step++) {
    used.push(rate);
    weights = weights.map((w, i) => w - rate * curvatures[i] * w);
    losses.push(0.5 * weights.reduce((sum, w, i) => sum + curvatures[i] * w * w, 0));
    rate = schedule.step(losses[step]);
  }
  return [losses, used, weights];
}
