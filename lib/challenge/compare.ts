import type { NestedNumbers, Tensor } from "#engine/index.ts";
import type { Value } from "#lib/sandbox/value.ts";
import { tensorOf } from "./argument.ts";
import type { Difference, WrongValues } from "./difference.ts";
import { readNumbers, readResults } from "./numbers.ts";
import { isClose, TOLERANCE, type Tolerance } from "./tolerance.ts";

/** What a call should return. */
export type Expected =
  | { kind: "numbers"; of: Tensor }
  | { kind: "exact"; value: string | boolean }
  /** Several results in order: a tuple in Python, an array in TypeScript. */
  | { kind: "results"; items: [name: string, of: Expected][] };

export type Expectable = Tensor | NestedNumbers | string | boolean;

/**
 * Which dtype a Python result must have. `float64`, the default, also takes whole numbers where they are right;
 * `floating` takes any float and is compared as float32, for inputs of that dtype.
 */
export type WantedDtype = "float64" | "float32" | "floating";

export interface Comparison {
  difference: Difference | null;
  /** What was let pass, in words. */
  notes: string[];
}

export function expectedOf(of: Expectable): Expected {
  if (typeof of === "string" || typeof of === "boolean") return { kind: "exact", value: of };
  return { kind: "numbers", of: tensorOf(of) };
}

/** Compares what came back with what should have. */
export function compare(value: Value, expected: Expected, dtype: WantedDtype = "float64", where?: string): Comparison {
  const at = where ?? null;
  const failed = (difference: Difference): Comparison => ({ difference, notes: [] });
  if (isNothing(value)) return failed({ where: at, kind: "nothing" });
  switch (expected.kind) {
    case "exact":
      if (plain(value) === expected.value) return { difference: null, notes: [] };
      return failed({ where: at, kind: "type", got: value, expected: quoted(expected.value) });
    case "results": {
      const names = expected.items.map(([name]) => name);
      const results = readResults(value);
      if (!results) return failed({ where: at, kind: "type", got: value, expected: `${names.length} results` });
      if (results.length !== names.length) {
        return failed({ where: at, kind: "count", got: results.length, expected: names });
      }
      const compared = expected.items.map(([name, of], i) => compare(results[i], of, dtype, name));
      return {
        difference: compared.find(({ difference }) => difference)?.difference ?? null,
        notes: compared.flatMap(({ notes }) => notes),
      };
    }
    case "numbers":
      return compareNumbers(value, expected.of, dtype, at);
  }
}

function compareNumbers(value: Value, expected: Tensor, dtype: WantedDtype, where: string | null): Comparison {
  const failed = (difference: Difference): Comparison => ({ difference, notes: [] });
  const got = readNumbers(value);
  if (!("data" in got)) {
    if (got.kind === "ragged") return failed({ where, kind: "ragged", lengths: got.lengths });
    const wanted = expected.rank === 0 ? "a number" : `an array of shape ${shapeInWords(expected.shape)}`;
    return failed({ where, kind: "type", got: value, expected: wanted });
  }
  if (got.shape.join() !== expected.shape.join()) {
    return failed({ where, kind: "shape", got: got.shape, expected: [...expected.shape] });
  }
  const tolerance = dtype === "float64" ? TOLERANCE.float64 : TOLERANCE.float32;
  const wrong = wrongValues(got.data, expected.valuesSync(), got.shape, tolerance);
  const isFloat = got.dtype === null || got.dtype.startsWith("float");
  const cutsOff = !isFloat && expected.valuesSync().some((x) => !Number.isInteger(x));
  if (wrong && cutsOff) return failed({ where, kind: "dtype", got: String(got.dtype), expected: "floats" });
  const isWanted = got.dtype === null || dtype === "floating" || got.dtype === dtype;
  if (isFloat && !isWanted) return failed({ where, kind: "dtype", got: String(got.dtype), expected: dtype });
  if (wrong) return failed({ where, kind: "values", ...wrong });
  return { difference: null, notes: got.list && expected.rank > 0 ? ["list"] : [] };
}

/** Which entries differ; null where none does. */
export function wrongValues(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  shape: readonly number[],
  tolerance: Tolerance,
): WrongValues | null {
  const wrong: number[] = [];
  let worst = 0;
  let farthest = -1;
  let nan = 0;
  for (let i = 0; i < expected.length; i++) {
    if (isClose(got[i], expected[i], tolerance)) continue;
    wrong.push(i);
    const distance = Number.isNaN(got[i]) ? Infinity : Math.abs(got[i] - expected[i]);
    if (distance > farthest) [worst, farthest] = [i, distance];
    if (Number.isNaN(got[i])) nan += 1;
  }
  if (wrong.length === 0) return null;
  return { shape: [...shape], got: Array.from(got), expected: Array.from(expected), wrong, worst, nan };
}

/** (3,) or (2, 3), as NumPy writes it. */
export function shapeInWords(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** Whether it is Python's None, or TypeScript's null or undefined. */
export function isNothing(value: Value): boolean {
  return (
    value === null ||
    (typeof value === "object" && "kind" in value && value.kind === "opaque" && value.type === "undefined")
  );
}

const quoted = (value: string | boolean) => (typeof value === "string" ? JSON.stringify(value) : value);

// A NumPy bool is an array of no axes.
function plain(value: Value): Value {
  if (value !== null && typeof value === "object" && "kind" in value && value.kind === "array") {
    return value.dtype === "bool" && value.shape.length === 0 ? value.data[0] !== 0 : value;
  }
  return value;
}
