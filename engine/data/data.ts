export * from "./augment.ts";
export * from "./csv.ts";
export * from "./dataset.ts";
export * from "./host-array.ts";
export * from "./idx.ts";
export * from "./loader.ts";
export { type Fold, kFold, splitIndices } from "./split.ts";
export * from "./standardize.ts";
