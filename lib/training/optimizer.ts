import { optim, type Tensor } from "#engine/index.ts";
import type { Recipe } from "./recipe.ts";

type Remembered = Readonly<Record<string, number | Tensor | null>>;

/** An optimizer of any kind, as far as a run needs it. */
export type AnyOptimizer = Pick<optim.Optimizer<Remembered>, "step" | "zeroGrad" | "groups"> & {
  state(): optim.OptimizerSnapshot<Remembered, optim.CommonSettings>;
  load(snapshot: optim.OptimizerSnapshot<Remembered, optim.CommonSettings>): void;
};

/** The optimizer of a recipe, for these parameters. */
export function makeOptimizer({ optimizer }: Recipe, parameters: readonly Tensor[]): AnyOptimizer {
  switch (optimizer.kind) {
    case "adam":
      return optim.adam(parameters, optimizer) as unknown as AnyOptimizer;
    case "adamw":
      return optim.adamw(parameters, optimizer) as unknown as AnyOptimizer;
    case "sgd":
      return optim.sgd(parameters, optimizer) as unknown as AnyOptimizer;
  }
}

/** How the recipe's learning rate moves over so many steps. */
export function makeSchedule({ schedule }: Recipe, totalSteps: number): optim.Schedule {
  switch (schedule.kind) {
    case "constant":
      return optim.lambdaLR(() => 1);
    case "oneCycle":
      return optim.oneCycleLR({ maxLr: schedule.maxLr, totalSteps, cycleMomentum: false });
    case "cosine":
      return optim.cosineAnnealingLR({ tMax: totalSteps });
  }
}
