/** Number types of an array's elements; TypeScript has no int64, uint64, float16 and bool. */
export type Dtype =
  | "bool"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float16"
  | "float32"
  | "float64";

/**
 * An `ndarray`, a NumPy scalar (shape []) or a typed array, row-major. Elements of every dtype come as float64, so
 * integers beyond 2^53 are rounded.
 */
export interface ArrayValue {
  kind: "array";
  dtype: Dtype;
  shape: number[];
  data: Float64Array;
}

/** A dict or a plain object, in its own order. */
export interface Table {
  kind: "table";
  entries: [string | number | boolean | null, Value][];
}

/** What has no plain form, such as a generator, a function or an object of the learner's own class. */
export interface Opaque {
  kind: "opaque";
  /** Its type's name, as the program has it. */
  type: string;
}

/** Stands, as an argument, for a kept object or for a name of the program ("Model", "harness.loss"). */
export interface Reference {
  kind: "reference";
  name: string;
}

/**
 * What goes into the sandbox and comes out of it. A whole number arrives in Python as an int, others as a float;
 * `float` says float for a whole one. Lists and arrays of JavaScript are both `Value[]`.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Value[]
  | { kind: "tuple"; items: Value[] }
  | { kind: "float"; value: number }
  | ArrayValue
  | Table
  | Opaque
  | Reference;

/**
 * An array of the given shape, by default a vector of float64.
 * @throws RangeError when the shape asks for another count of numbers
 */
export function array(
  numbers: readonly number[] | Float64Array,
  shape: readonly number[] = [numbers.length],
  dtype: Dtype = "float64",
): ArrayValue {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== numbers.length) {
    throw new RangeError(`shape (${shape.join(",")}) holds ${size} numbers, got ${numbers.length}`);
  }
  return { kind: "array", dtype, shape: [...shape], data: Float64Array.from(numbers) };
}
