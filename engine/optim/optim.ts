export * from "./adagrad.ts";
export * from "./adam.ts";
export * from "./clip.ts";
export * from "./one-cycle.ts";
export type { CommonSettings, Optimizer, ParameterGroup, ParameterList } from "./optimizer.ts";
export * from "./plateau.ts";
export * from "./rmsprop.ts";
export * from "./schedule.ts";
export {
  constantLR,
  cosineAnnealingLR,
  cosineAnnealingWarmRestarts,
  exponentialLR,
  lambdaLR,
  linearLR,
  multiStepLR,
  sequentialLR,
  stepLR,
} from "./schedules.ts";
export * from "./sgd.ts";
export type { OptimizerSnapshot } from "./snapshot.ts";
