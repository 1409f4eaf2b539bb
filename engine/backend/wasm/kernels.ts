import { elementwiseKernels } from "../elementwise.ts";
import { binary, choose, constant, type Expression, input, unary } from "../../expr.ts";
import { sizeOf } from "../../shape.ts";
import type { BinaryKernelName, Kernels, UnaryKernelName, View } from "../backend.ts";
import { convolution } from "./convolution.ts";
import { mapEntries } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { LARGEST_ANGLE } from "./math/trigonometric.ts";
import { matmul } from "./matmul.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, movement, withContiguous } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { reduce } from "./reduce.ts";
import { scan } from "./scan.ts";

/** All kernels on a machine. One that throws leaves no block of memory behind. */
export function makeKernels(machine: Machine): Kernels<WasmStorage> {
  const guarded = Object.entries(unguardedKernels(machine)).map(([name, kernel]) => [
    name,
    (...operands: unknown[]) => {
      const carryOut = kernel as (...given: unknown[]) => WasmStorage;
      const result = machine.memory.undoOnError(() => carryOut(...operands));
      machine.observer?.called(name as keyof Kernels, operands, result);
      return result;
    },
  ]);
  return Object.fromEntries(guarded) as Kernels<WasmStorage>;
}

function unguardedKernels(machine: Machine): Kernels<WasmStorage> {
  const [a, b, c] = [input(0), input(1), input(2)];
  const one = (expressions: readonly Expression[], ...views: View<WasmStorage>[]) =>
    mapEntries(machine, expressions, views)[0];
  const mapUnary = (name: UnaryKernelName) => {
    const expression = [unary(name, a)];
    return (x: View<WasmStorage>) => one(expression, x);
  };
  const mapBinary = (name: BinaryKernelName) => {
    const expression = [binary(name, a, b)];
    return (x: View<WasmStorage>, y: View<WasmStorage>) => one(expression, x, y);
  };
  const trigonometric = (name: "sin" | "cos") => {
    const vectors = mapUnary(name);
    const repair = correctBeyond(machine, LARGEST_ANGLE, Math[name]);
    return (x: View<WasmStorage>) => repair(x, vectors(x));
  };
  const choice = [choose(a, b, c)];
  const power = [binary("pow", a, b)];
  const wholePowers = new Map([-1, 1, 2, 3].map((n) => [n, [binary("pow", a, constant(n))]]));
  return {
    ...elementwiseKernels(mapUnary, mapBinary),
    sin: trigonometric("sin"),
    cos: trigonometric("cos"),
    pow(base, exponent) {
      const always = exponent.storage.number;
      // Small whole powers are products.
      const product = always === null ? undefined : wholePowers.get(always);
      return product === undefined ? one(power, base, exponent) : one(product, base);
    },
    where: (condition, yes, no) => one(choice, condition, yes, no),
    ...movement(machine),
    ...reduce(machine),
    ...scan(machine),
    ...convolution(machine),
    ...pooling(machine),
    matmul: (x, y) => matmul(machine, x, y),
  };
}

// Where any entry of x is beyond the limit, all of the results are computed one by one in their place.
function correctBeyond(machine: Machine, limit: number, f: (x: number) => number) {
  const run = (from: number, to: number, length: number) => {
    const numbers = machine.memory.asFloats;
    const x = numbers.subarray(from / 4, from / 4 + length);
    if (x.some((value) => Math.abs(value) > limit)) numbers.set(x.map(f), to / 4);
  };
  const kernel = { name: "correctBeyond", run, reads: [0], writes: [1] };
  return (view: View<WasmStorage>, out: WasmStorage): WasmStorage =>
    withContiguous(machine, view, (whole) => {
      machine.launch(kernel, addressOf(whole), out.pointer, out.length);
      return out;
    });
}

// The entries of a row-major view, where they are; only until the next allocation.
export function numbersOf(machine: Machine, whole: View<WasmStorage>): Float32Array {
  const begin = addressOf(whole) / 4;
  return machine.memory.asFloats.subarray(begin, begin + sizeOf(whole.shape));
}
