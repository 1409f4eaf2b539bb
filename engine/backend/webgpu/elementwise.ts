import { BackendError } from "../../errors.ts";
import { type Expression, keyOf, partsOf } from "../../expr.ts";
import { sizeOf } from "../../shape.ts";
import type { View } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { Machine } from "./machine.ts";
import { type Walk, walk } from "./walk.ts";
import { bitsOf, translate } from "./wgsl/expression.ts";
import { GROUP_SIZE, type KernelCode } from "./wgsl/shader.ts";

export type WebGpuView = View<WebGpuStorage>;

/**
 * Carries out expressions on every entry of views of one shape, with `values` for the parameters in them: a new row-major
 * storage for each expression, written in one pass over the inputs as far as the adapter binds that many buffers at once.
 */
export function mapEntries(
  machine: Machine,
  outputs: readonly Expression[],
  inputs: readonly WebGpuView[],
  values: readonly number[] = [],
): WebGpuStorage[] {
  const { key, used } = recipeOf(outputs);
  const most = machine.open.device.limits.maxStorageBuffersPerShaderStage;
  if (outputs.length + used.length > most) {
    if (outputs.length === 1) {
      throw new BackendError(`an expression of ${used.length} tensors is too long, this adapter binds ${most} buffers`);
    }
    const half = Math.ceil(outputs.length / 2);
    return [outputs.slice(0, half), outputs.slice(half)].flatMap((part) => mapEntries(machine, part, inputs, values));
  }

  const { shape } = inputs[0];
  const count = sizeOf(shape);
  const storages = outputs.map(() => machine.pool.allocate(count));
  const views = used.map((i) => inputs[i]);
  const walked = walk(shape, views);
  const numbers: Record<string, number> = { count, ...walked.numbers };
  values.forEach((value, i) => {
    numbers[`p${i}`] = bitsOf(value);
  });
  machine.run(
    `map ${walked.key}|${values.length}|${key}`,
    {
      reads: views.map(({ storage }) => storage),
      writes: storages,
      numbers,
      values,
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => elementwiseCode(outputs, used, walked),
  );
  return storages;
}

interface Recipe {
  readonly key: string;
  /** The inputs that occur, in order. */
  readonly used: readonly number[];
}

const recipes = new WeakMap<readonly Expression[], Recipe>();

function recipeOf(outputs: readonly Expression[]): Recipe {
  let recipe = recipes.get(outputs);
  if (recipe === undefined) {
    recipe = { key: outputs.map(keyOf).join(";"), used: [...inputsOf(outputs)].sort((a, b) => a - b) };
    recipes.set(outputs, recipe);
  }
  return recipe;
}

function inputsOf(expressions: readonly Expression[]): Set<number> {
  const seen = new Set<Expression>();
  const found = new Set<number>();
  const visit = (expression: Expression) => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (expression.kind === "input") found.add(expression.index);
    partsOf(expression).forEach(visit);
  };
  expressions.forEach(visit);
  return found;
}

function elementwiseCode(outputs: readonly Expression[], used: readonly number[], walked: Walk): KernelCode {
  const { statements, results } = translate(outputs, {
    input(index) {
      const i = used.indexOf(index);
      return `bitcast<f32>(x${i}[${walked.index(i, "thread")}])`;
    },
    parameter: (i) => `bitcast<f32>(u.p${i})`,
  });
  const stores = results.map((result, i) => `  y${i}[thread] = bitcast<u32>(${result});`);
  return {
    body: ["  if (thread >= u.count) { return; }", walked.coordinates("thread"), statements, ...stores].join("\n"),
  };
}
