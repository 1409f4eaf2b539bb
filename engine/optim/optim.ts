export * from "./adaptive.ts";
export type { Optimizer } from "./optimizer.ts";
export * from "./sgd.ts";
