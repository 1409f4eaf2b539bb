import { fromValues, type Tensor } from "#engine/index.ts";
import type { Dtype, Value } from "#lib/sandbox/value.ts";

/** Numbers that a program returned, whatever it holds them in. */
export interface Numbers {
  shape: number[];
  data: Float64Array;
  /** Null for plain numbers and lists of them. */
  dtype: Dtype | null;
  /** Whether they came in (nested) lists. */
  list: boolean;
}

/** Why a value is no array: lists of different lengths, or something that is no number. */
export type NotNumbers = { kind: "ragged"; lengths: [number, number] } | { kind: "other"; value: Value };

/** Reads an array, a number, or nested lists of both. A tuple is none: it is several results. */
export function readNumbers(value: Value): Numbers | NotNumbers {
  if (typeof value === "number") return { shape: [], data: Float64Array.of(value), dtype: null, list: false };
  if (Array.isArray(value)) return readList(value);
  if (value !== null && typeof value === "object" && value.kind === "array") {
    return { shape: value.shape, data: value.data, dtype: value.dtype, list: false };
  }
  return { kind: "other", value };
}

function readList(items: Value[]): Numbers | NotNumbers {
  const parts: Numbers[] = [];
  for (const item of items) {
    const part = readNumbers(item);
    if (!("data" in part)) return part;
    parts.push(part);
  }
  const [first] = parts;
  if (!first) return { shape: [0], data: new Float64Array(), dtype: null, list: true };
  const odd = parts.find(({ shape }) => shape.join() !== first.shape.join());
  if (odd) return { kind: "ragged", lengths: [first.shape[0] ?? 0, odd.shape[0] ?? 0] };
  const data = new Float64Array(first.data.length * parts.length);
  for (const [i, part] of parts.entries()) data.set(part.data, i * first.data.length);
  return { shape: [parts.length, ...first.shape], data, dtype: first.dtype, list: true };
}

/** The numbers as a tensor, or null where the value is none. */
export function readTensor(value: Value): Tensor | null {
  const numbers = readNumbers(value);
  return "data" in numbers ? fromValues(numbers.data, numbers.shape) : null;
}

/** Several results: a tuple or list in Python, an array in TypeScript; null where the value is none. */
export function readResults(value: Value): Value[] | null {
  if (Array.isArray(value)) return value;
  if (value !== null && typeof value === "object") {
    if (value.kind === "tuple") return value.items;
    // np.array([loss, norm]) is several numbers.
    if (value.kind === "array" && value.shape.length === 1) return [...value.data];
  }
  return null;
}
