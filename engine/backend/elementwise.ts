import type { BinaryKernelName, Kernels, Storage, UnaryKernelName } from "./backend.ts";

/** The kernels of one number and of two, each made by its name. */
export function elementwiseKernels<S extends Storage>(
  unary: (name: UnaryKernelName) => Kernels<S>[UnaryKernelName],
  binary: (name: BinaryKernelName) => Kernels<S>[BinaryKernelName],
): Pick<Kernels<S>, UnaryKernelName | BinaryKernelName> {
  return {
    neg: unary("neg"),
    exp: unary("exp"),
    log: unary("log"),
    log1p: unary("log1p"),
    sqrt: unary("sqrt"),
    abs: unary("abs"),
    tanh: unary("tanh"),
    sigmoid: unary("sigmoid"),
    erf: unary("erf"),
    sin: unary("sin"),
    cos: unary("cos"),
    add: binary("add"),
    sub: binary("sub"),
    mul: binary("mul"),
    div: binary("div"),
    pow: binary("pow"),
    maximum: binary("maximum"),
    minimum: binary("minimum"),
    equal: binary("equal"),
    less: binary("less"),
    lessEqual: binary("lessEqual"),
  };
}
