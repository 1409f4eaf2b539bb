export * from "./activation.ts";
export * as init from "./init.ts";
export type { Initializer } from "./init.ts";
export * from "./linear.ts";
export * from "./module.ts";
export * from "./sequential.ts";
