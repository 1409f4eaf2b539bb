import type { BinaryKernelName, Kernels, UnaryKernelName } from "../backend.ts";
import { erf } from "./erf.ts";
import { flat, type Numbers } from "./flat.ts";

type ElementwiseKernels = Pick<Kernels<Float64Array>, UnaryKernelName | BinaryKernelName | "where">;

function unary(f: (x: number) => number): (x: Numbers) => Float64Array {
  return (x) => flat(x).map(f);
}

function binary(f: (a: number, b: number) => number): (a: Numbers, b: Numbers) => Float64Array {
  return (a, b) => {
    const right = flat(b);
    return flat(a).map((left, i) => f(left, right[i]));
  };
}

function stableSigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

// JavaScript gives NaN for (±1)^±∞ and 1^NaN, IEEE 754 gives 1.
function pow(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

export const elementwise: ElementwiseKernels = {
  neg: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  log1p: unary(Math.log1p),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  tanh: unary(Math.tanh),
  sigmoid: unary(stableSigmoid),
  erf: unary(erf),
  sin: unary(Math.sin),
  cos: unary(Math.cos),

  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  pow: binary(pow),
  maximum: binary((a, b) => Math.max(a, b)),
  minimum: binary((a, b) => Math.min(a, b)),
  equal: binary((a, b) => (a === b ? 1 : 0)),
  less: binary((a, b) => (a < b ? 1 : 0)),
  lessEqual: binary((a, b) => (a <= b ? 1 : 0)),

  where(condition, a, b) {
    const yes = flat(a);
    const no = flat(b);
    return flat(condition).map((c, i) => (c !== 0 ? yes[i] : no[i]));
  },
};
