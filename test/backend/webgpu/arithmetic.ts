import type { Kernels } from "#engine/index.ts";

const ARITHMETIC: ReadonlySet<keyof Kernels> = new Set([
  "exp",
  "log",
  "log1p",
  "sqrt",
  "tanh",
  "sigmoid",
  "erf",
  "sin",
  "cos",
  "add",
  "sub",
  "mul",
  "div",
  "pow",
] as const);

/** Whether a kernel computes with numbers: WGSL lets it take those below 2⁻¹²⁶ for 0. All others keep them. */
export function isArithmetic(kernel: keyof Kernels): boolean {
  return ARITHMETIC.has(kernel);
}
