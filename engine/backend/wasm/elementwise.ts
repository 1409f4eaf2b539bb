import { type Expression, keyOf, partsOf } from "../../expr.ts";
import { contiguousStrides, isContiguous, sizeOf } from "../../shape.ts";
import type { View } from "../backend.ts";
import { type Arrangement, arrange } from "./arrange.ts";
import { elementwiseKernel, POINTERS_FROM, type Reading } from "./elementwise-kernels.ts";
import type { Kernel, Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, withContiguous } from "./movement.ts";
import { elementwiseCutter } from "./threads/cuts.ts";

export type WasmView = View<WasmStorage>;

/** Vectors may be written this many bytes past the end of a row. */
export const SPILL = 12;

/**
 * Carries out expressions on every entry of views of one shape, with `values` for the parameters in them: a new row-major
 * storage for each expression, written in one pass over the inputs.
 */
export function mapEntries(
  machine: Machine,
  outputs: readonly Expression[],
  inputs: readonly WasmView[],
  values: readonly number[] = [],
): WasmStorage[] {
  const { shape } = inputs[0];
  const length = sizeOf(shape);
  const arranged = arrangeInputs(inputs, length);
  const uneven = inputs.findIndex((_, i) => readingOf(arranged, i) === null);
  if (uneven >= 0) {
    // Neither one after another nor repeated along a row: lined up first.
    return withContiguous(machine, inputs[uneven], (even) =>
      mapEntries(machine, outputs, inputs.with(uneven, even), values),
    );
  }

  const storages = outputs.map(() => machine.memory.allocate(length, SPILL * Number(arranged.shape.length > 1)));
  if (length === 0) return storages;
  const readings = inputs.map((_, i) => readingOf(arranged, i) as Reading);
  const kernel = kernelFor(machine, outputs, readings);
  const rowLength = arranged.shape.at(-1) ?? 1;
  const [outputStrides, ...inputStrides] = arranged.strides;
  const operands = [...outputs.map(() => outputStrides), ...inputStrides];
  const walk = { shape: arranged.shape, strides: operands };
  const plan = machine.plan(walk, 1);
  machine.launch(
    kernel,
    rowLength * 4,
    plan.axes,
    plan.at,
    machine.values(values),
    ...storages.map(({ pointer }) => pointer),
    ...inputs.map(addressOf),
  );
  return storages;
}

// Found by the list of expressions where the same list was used before, else by what is written in it.
function kernelFor(machine: Machine, outputs: readonly Expression[], readings: readonly Reading[]): Kernel {
  const byReadings = machine.byExpressions.get(outputs) ?? new Map<string, Kernel>();
  machine.byExpressions.set(outputs, byReadings);
  const ways = readings.join();
  let kernel = byReadings.get(ways);
  if (kernel === undefined) {
    const name = `${outputs.map(keyOf).join(";")}|${ways}`;
    kernel = machine.kernel(name, {
      reads: readings.map((_, i) => POINTERS_FROM + outputs.length + i),
      writes: outputs.map((_, i) => POINTERS_FROM + i),
      cutter: elementwiseCutter(
        outputs.length,
        [...outputs.map(() => true), ...readings.map((reading) => reading === "entries")],
        outputs.reduce((sum, output) => sum + costOf(output), 0),
      ),
      inPlace: readings.flatMap((reading, i) => (reading === "entries" ? [POINTERS_FROM + outputs.length + i] : [])),
      define: () => elementwiseKernel(name, outputs, readings, machine.features.fma),
    });
    byReadings.set(ways, kernel);
  }
  return kernel;
}

// About how many operations an expression takes; parts that occur twice are counted twice.
function costOf(expression: Expression): number {
  const own = expression.kind === "unary" && !QUICK.has(expression.name) ? 12 : 1;
  return partsOf(expression).reduce((sum, part) => sum + costOf(part), own);
}

const QUICK: ReadonlySet<string> = new Set(["neg", "abs", "sqrt"]);

// The output's strides first. Inputs that lie as the output does, or are one entry repeated, make a single row.
function arrangeInputs(inputs: readonly WasmView[], length: number): Arrangement {
  const simple = inputs.every(({ shape, strides }) => isRepeated(strides) || isContiguous(shape, strides));
  if (simple) return { shape: [length], strides: [[1], ...inputs.map(({ strides }) => [isRepeated(strides) ? 0 : 1])] };
  const { shape } = inputs[0];
  return arrange(shape, [contiguousStrides(shape), ...inputs.map(({ strides }) => strides)]);
}

function isRepeated(strides: readonly number[]): boolean {
  return strides.every((stride) => stride === 0);
}

function readingOf({ strides }: Arrangement, i: number): Reading | null {
  const inner = strides[i + 1].at(-1) ?? 0;
  if (inner === 0) return "repeated";
  return inner === 1 ? "entries" : null;
}
