export * from "./activation.ts";
export * from "./attention.ts";
export { BatchNorm1d, BatchNorm2d, type BatchNormSettings } from "./batch-norm.ts";
export * from "./convolution.ts";
export * from "./embedding.ts";
export * as init from "./init.ts";
export type { Initializer } from "./init.ts";
export * from "./linear.ts";
export type { LoadOptions } from "./load-state.ts";
export { type AnyModule, Module, parameter } from "./module.ts";
export {
  GroupNorm,
  type GroupNormSettings,
  LayerNorm,
  type LayerNormSettings,
  RMSNorm,
  type RmsNormSettings,
} from "./normalization.ts";
export * from "./pooling.ts";
export * from "./positional-encoding.ts";
export type { RecurrentSettings } from "./recurrent.ts";
export * from "./residual.ts";
export * from "./rnn.ts";
export * from "./sequential.ts";
export * from "./transformer.ts";
export * from "./transformer-stack.ts";
