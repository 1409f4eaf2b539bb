import { elementwiseKernels } from "../elementwise.ts";
import { binary, choose, type Expression, input, unary } from "../../expr.ts";
import type { BinaryKernelName, Kernels, UnaryKernelName } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import { mapEntries, type WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { movement } from "./movement.ts";
import { convolution } from "./convolution.ts";
import { matmul } from "./matmul.ts";
import { argsort } from "./order.ts";
import { pooling } from "./pooling.ts";
import { reduce } from "./reduce.ts";
import { scan } from "./scan.ts";

/** All kernels on a machine. One that throws leaves no buffer behind. */
export function makeKernels(machine: Machine): Kernels<WebGpuStorage> {
  const guarded = Object.entries(unguardedKernels(machine)).map(([name, kernel]) => [
    name,
    (...operands: unknown[]) =>
      machine.pool.undoOnError(() => (kernel as (...given: unknown[]) => unknown)(...operands)),
  ]);
  return Object.fromEntries(guarded) as Kernels<WebGpuStorage>;
}

function unguardedKernels(machine: Machine): Kernels<WebGpuStorage> {
  const [a, b, c] = [input(0), input(1), input(2)];
  const one = (expressions: readonly Expression[], ...views: WebGpuView[]) =>
    mapEntries(machine, expressions, views)[0];
  const mapUnary = (name: UnaryKernelName) => {
    const expression = [unary(name, a)];
    return (x: WebGpuView) => one(expression, x);
  };
  const mapBinary = (name: BinaryKernelName) => {
    const expression = [binary(name, a, b)];
    return (x: WebGpuView, y: WebGpuView) => one(expression, x, y);
  };
  const choice = [choose(a, b, c)];
  return {
    ...elementwiseKernels(mapUnary, mapBinary),
    where: (condition, yes, no) => one(choice, condition, yes, no),
    ...movement(machine),
    ...reduce(machine),
    ...scan(machine),
    argsort: (x, descending) => argsort(machine, x, descending),
    ...convolution(machine),
    ...pooling(machine),
    matmul: (x, y) => matmul(machine, x, y),
  };
}
