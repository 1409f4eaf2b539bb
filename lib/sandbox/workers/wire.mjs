// Values as JSON, which is how they cross into an interpreter and back. Objects are tagged by one letter: t tuple,
// d table, a array [dtype, shape, base64 of float64 or a list], f a float JSON can't write, r reference, o opaque.
import { Buffer } from "node:buffer";

/** What an interpreter sent is not a value: its harness was meddled with. */
export class WireError extends Error {
  name = "WireError";
}

const DEEPEST = 64;
const MOST_VALUES = 400_000;
const MOST_NUMBERS = 4_000_000;

const kept = {
  bool: (x) => Number(x !== 0),
  int8: whole(Int8Array),
  int16: whole(Int16Array),
  int32: whole(Int32Array),
  int64: Math.trunc,
  uint8: whole(Uint8Array),
  uint16: whole(Uint16Array),
  uint32: whole(Uint32Array),
  uint64: Math.trunc,
  float16: (x) => x,
  float32: Math.fround,
  float64: (x) => x,
};

function whole(Type) {
  const cell = new Type(1);
  return (x) => {
    cell[0] = x;
    return cell[0];
  };
}

/** A caller's value as it will be inside: numbers of an array as its dtype has them. */
export function settle(value) {
  if (Array.isArray(value)) return value.map(settle);
  if (value === null || typeof value !== "object") return value;
  switch (value.kind) {
    case "tuple":
      return { ...value, items: value.items.map(settle) };
    case "table":
      return { ...value, entries: value.entries.map(([key, of]) => [key, settle(of)]) };
    case "array":
      return { ...value, data: value.data.map(kept[value.dtype]) };
    default:
      return value;
  }
}

/** The wire form of a value; `lists` writes arrays' numbers as lists, for interpreters that have no base64. */
export function encode(value, { lists = false } = {}) {
  if (Array.isArray(value)) return value.map((item) => encode(item, { lists }));
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : { f: spelt(value) };
  if (value === null || typeof value !== "object") return value;
  switch (value.kind) {
    case "tuple":
      return { t: value.items.map((item) => encode(item, { lists })) };
    case "table":
      return { d: value.entries.map(([key, of]) => [key, encode(of, { lists })]) };
    case "float":
      return { f: spelt(value.value) };
    case "array":
      return { a: [value.dtype, value.shape, lists ? Array.from(value.data, listed) : base64(value.data)] };
    case "reference":
      return { r: value.name };
    default:
      throw new TypeError(`${value.kind} can't be sent into a sandbox`);
  }
}

const listed = (x) => (Number.isFinite(x) && !Object.is(x, -0) ? x : spelt(x));
const spelt = (x) => (Object.is(x, -0) ? "-0" : String(x));
const base64 = (data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");

/**
 * The value of a wire form.
 * @throws WireError when it is none
 */
export function decode(wire) {
  let values = 0;
  let numbers = 0;

  function valueOf(part, depth) {
    values += 1;
    if (depth > DEEPEST || values > MOST_VALUES) throw new WireError("more than the harness sends");
    if (Array.isArray(part)) return part.map((item) => valueOf(item, depth + 1));
    if (part === null || typeof part !== "object") return part;
    const tags = Object.keys(part);
    const held = part[tags[0]];
    if (tags.length !== 1) throw new WireError("an untagged object");
    switch (tags[0]) {
      case "t":
        return { kind: "tuple", items: listOf(held).map((item) => valueOf(item, depth + 1)) };
      case "d":
        return {
          kind: "table",
          entries: listOf(held).map((entry) => {
            if (listOf(entry).length !== 2 || (entry[0] !== null && typeof entry[0] === "object")) {
              throw new WireError("not an entry");
            }
            return [entry[0], valueOf(entry[1], depth + 1)];
          }),
        };
      case "f":
        return Number(held);
      case "o":
        return { kind: "opaque", type: String(held).slice(0, 200) };
      case "r":
        return { kind: "reference", name: String(held) };
      case "a":
        return arrayOf(listOf(held));
      default:
        throw new WireError("an unknown tag");
    }
  }

  function arrayOf([dtype, shape, data]) {
    if (!Object.hasOwn(kept, dtype) || !listOf(shape).every((n) => Number.isInteger(n) && n >= 0)) {
      throw new WireError("not an array");
    }
    const bytes = typeof data === "string" ? Buffer.from(data, "base64") : null;
    const list = bytes
      ? new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 8 * Math.floor(bytes.length / 8)))
      : Float64Array.from(listOf(data), Number);
    numbers += list.length;
    if (list.length !== shape.reduce((product, n) => product * n, 1) || numbers > MOST_NUMBERS) {
      throw new WireError("an array of another size");
    }
    return { kind: "array", dtype, shape: [...shape], data: list };
  }

  return valueOf(wire, 0);
}

function listOf(part) {
  if (!Array.isArray(part)) throw new WireError("not a list");
  return part;
}

/** Whether two values are the same, NaN being NaN and −0 not 0. */
export function same(a, b) {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (a === null || typeof a !== "object") return Object.is(a, b);
  if (a.kind === "float") return Object.is(a.value, b);
  if (b === null || a.kind !== b?.kind) return false;
  switch (a.kind) {
    case "tuple":
      return same(a.items, b.items);
    case "table":
      return same(a.entries, b.entries);
    case "array":
      return (
        a.dtype === b.dtype &&
        same(a.shape, b.shape) &&
        a.data.length === b.data.length &&
        a.data.every((x, i) => Object.is(x, b.data[i]))
      );
    default:
      return true;
  }
}
