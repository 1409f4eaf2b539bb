import { type NestedNumbers, Tensor, tensor } from "#engine/index.ts";
import { array, type Dtype, type Value } from "#lib/sandbox/value.ts";
import type { Language } from "./language.ts";

/** An array with a dtype, which Python alone knows; TypeScript gets plain numbers. */
export interface Typed {
  kind: "typed";
  dtype: Dtype;
  of: Tensor;
}

/** A list, in Python too. */
export interface List {
  kind: "list";
  items: readonly Argument[];
}

/** An object kept by an earlier call of the case. */
export interface Kept {
  kind: "kept";
  name: string;
}

/**
 * What a case passes to a function, whatever the language. Numbers in (nested) arrays and tensors arrive as an ndarray
 * of float64 in Python and as (nested) arrays in TypeScript.
 */
export type Argument = null | boolean | number | string | Tensor | readonly NestedNumbers[] | Typed | List | Kept;

/** An array of float32 in Python. */
export function float32(numbers: Tensor | readonly NestedNumbers[]): Typed {
  return { kind: "typed", dtype: "float32", of: tensorOf(numbers) };
}

/** An array of int64 in Python, for class numbers, masks of 0 and 1, or inputs that are whole. */
export function integers(numbers: Tensor | readonly NestedNumbers[]): Typed {
  // A whole number has no negative zero, so it would come back changed.
  return { kind: "typed", dtype: "int64", of: tensorOf(numbers).add(0) };
}

/** A list: of arrays of different shapes, of words, of names. */
export function list(...items: readonly Argument[]): List {
  return { kind: "list", items };
}

/** Nested arrays as a tensor; a tensor as it is. */
export function tensorOf(numbers: Tensor | NestedNumbers): Tensor {
  return numbers instanceof Tensor ? numbers : tensor(numbers);
}

/** The sandbox's value of an argument. */
export function valueIn(language: Language, argument: Argument): Value {
  if (argument === null || typeof argument !== "object") return argument;
  if (argument instanceof Tensor) return arrayIn(language, argument, "float64");
  if ("kind" in argument) {
    switch (argument.kind) {
      case "typed":
        return arrayIn(language, argument.of, argument.dtype);
      case "list":
        return argument.items.map((item) => valueIn(language, item));
      case "kept":
        return { kind: "reference", name: argument.name };
    }
  }
  return arrayIn(language, tensor(argument), "float64");
}

function arrayIn(language: Language, numbers: Tensor, dtype: Dtype): Value {
  if (language === "python") return array(numbers.valuesSync(), numbers.shape, dtype);
  return numbers.arraySync() as Value;
}
