import { byte, type Bytes, raw, signed, unsigned, type ValueType } from "./encoder.ts";

/** Instructions that leave one value of type T. Written twice, they are carried out twice. */
export interface Value<T extends ValueType = ValueType> {
  readonly type: T;
  readonly bytes: Bytes;
}

/** A value kept in a local of the function. */
export interface Local<T extends ValueType = ValueType> extends Value<T> {
  readonly index: number;
}

/** Instructions that leave nothing. */
export type Statement = Bytes;

type I32 = Value<"i32">;
type F32 = Value<"f32">;
type F64 = Value<"f64">;
type V128 = Value<"v128">;

function constant<T extends ValueType>(type: T, bytes: Bytes): Value<T> {
  return { type, bytes };
}

function unary<A extends ValueType, R extends ValueType>(result: R, opcode: Bytes) {
  return (x: Value<A>): Value<R> => ({ type: result, bytes: x.bytes + opcode });
}

function binary<A extends ValueType, R extends ValueType>(result: R, opcode: Bytes) {
  return (a: Value<A>, b: Value<A>): Value<R> => ({ type: result, bytes: a.bytes + b.bytes + opcode });
}

/** SIMD instructions are the prefix 0xFD and a number. */
function simd(number: number): Bytes {
  return `\xfd${unsigned(number)}`;
}

const lanes = (number: number) => binary<"v128", "v128">("v128", simd(number));
const lanewise = (number: number) => unary<"v128", "v128">("v128", simd(number));
const shift =
  (number: number) =>
  (x: V128, by: I32): V128 => ({
    type: "v128",
    bytes: x.bytes + by.bytes + simd(number),
  });
const ternary =
  (number: number) =>
  (a: V128, b: V128, c: V128): V128 => ({
    type: "v128",
    bytes: a.bytes + b.bytes + c.bytes + simd(number),
  });

function select<T extends ValueType>(type: T) {
  return (a: Value<T>, b: Value<T>, condition: I32): Value<T> => ({
    type,
    bytes: `${a.bytes}${b.bytes}${condition.bytes}\x1b`,
  });
}

// Reading and writing memory: log2 of the alignment (a hint), then a constant offset in bytes added to the address.
function load<T extends ValueType>(type: T, alignment: number, opcode: Bytes) {
  return (address: I32, offset = 0): Value<T> => ({
    type,
    bytes: address.bytes + opcode + byte(alignment) + unsigned(offset),
  });
}

function store<T extends ValueType>(alignment: number, opcode: Bytes) {
  return (address: I32, value: Value<T>, offset = 0): Statement =>
    address.bytes + value.bytes + opcode + byte(alignment) + unsigned(offset);
}

export const i32 = {
  const: (value: number): I32 => constant("i32", `\x41${signed(value)}`),
  load: load("i32", 2, "\x28"),
  store: store<"i32">(2, "\x36"),
  equalsZero: unary<"i32", "i32">("i32", "\x45"),
  equal: binary<"i32", "i32">("i32", "\x46"),
  lessSigned: binary<"i32", "i32">("i32", "\x48"),
  less: binary<"i32", "i32">("i32", "\x49"),
  add: binary<"i32", "i32">("i32", "\x6a"),
  sub: binary<"i32", "i32">("i32", "\x6b"),
  mul: binary<"i32", "i32">("i32", "\x6c"),
  divide: binary<"i32", "i32">("i32", "\x6e"),
  and: binary<"i32", "i32">("i32", "\x71"),
  or: binary<"i32", "i32">("i32", "\x72"),
  shiftLeft: binary<"i32", "i32">("i32", "\x74"),
  /** A float rounded towards 0; beyond the range its ends, NaN gives 0. */
  fromF32: unary<"f32", "i32">("i32", "\xfc\x00"),
  /** a if the condition is not 0, else b; both are computed. */
  select: select("i32"),
} as const;

export const f32 = {
  const: (value: number): F32 => constant("f32", `\x43${raw(Float32Array.of(value))}`),
  load: load("f32", 2, "\x2a"),
  store: store<"f32">(2, "\x38"),
  equal: binary<"f32", "i32">("i32", "\x5b"),
  notEqual: binary<"f32", "i32">("i32", "\x5c"),
  less: binary<"f32", "i32">("i32", "\x5d"),
  greater: binary<"f32", "i32">("i32", "\x5e"),
  lessEqual: binary<"f32", "i32">("i32", "\x5f"),
  atLeast: binary<"f32", "i32">("i32", "\x60"),
  abs: unary<"f32", "f32">("f32", "\x8b"),
  neg: unary<"f32", "f32">("f32", "\x8c"),
  sqrt: unary<"f32", "f32">("f32", "\x91"),
  truncate: unary<"f32", "f32">("f32", "\x8f"),
  add: binary<"f32", "f32">("f32", "\x92"),
  sub: binary<"f32", "f32">("f32", "\x93"),
  mul: binary<"f32", "f32">("f32", "\x94"),
  div: binary<"f32", "f32">("f32", "\x95"),
  min: binary<"f32", "f32">("f32", "\x96"),
  max: binary<"f32", "f32">("f32", "\x97"),
  fromI32: unary<"i32", "f32">("f32", "\xb3"),
  /** a if the condition is not 0, else b; both are computed. */
  select: select("f32"),
} as const;

export const f64 = {
  const: (value: number): F64 => constant("f64", `\x44${raw(Float64Array.of(value))}`),
  add: binary<"f64", "f64">("f64", "\xa0"),
  fromF32: unary<"f32", "f64">("f64", "\xbb"),
  toF32: unary<"f64", "f32">("f32", "\xb6"),
} as const;

export const v128 = {
  load: load("v128", 4, simd(0)),
  store: store<"v128">(4, simd(11)),
  /** One float32 from memory in all four lanes. */
  loadSplat: load("v128", 2, simd(9)),
  const: (bytes: Bytes): V128 => constant("v128", simd(12) + bytes),
  /** Sixteen bytes chosen from the 32 of a and b. */
  shuffle: (a: V128, b: V128, choice: readonly number[]): V128 => ({
    type: "v128",
    bytes: a.bytes + b.bytes + simd(13) + String.fromCharCode(...choice),
  }),
  not: lanewise(77),
  and: lanes(78),
  or: lanes(80),
  xor: lanes(81),
  /** Bits of a where the mask is 1, of b elsewhere. */
  select: ternary(82),
} as const;

export const i32x4 = {
  splat: unary<"i32", "v128">("v128", simd(17)),
  const: (value: number): V128 => v128.const(raw(Int32Array.of(value)).repeat(4)),
  shiftLeft: shift(171),
  shiftRightSigned: shift(172),
  add: lanes(174),
  sub: lanes(177),
  mul: lanes(181),
  /** Four float32 rounded towards 0; beyond the range its ends, NaN gives 0. */
  fromF32: lanewise(248),
} as const;

export const f32x4 = {
  splat: unary<"f32", "v128">("v128", simd(19)),
  const: (value: number): V128 => v128.const(raw(Float32Array.of(value)).repeat(4)),
  lane: (x: V128, lane: number): F32 => ({ type: "f32", bytes: x.bytes + simd(31) + byte(lane) }),
  withLane: (x: V128, lane: number, value: F32): V128 => ({
    type: "v128",
    bytes: x.bytes + value.bytes + simd(32) + byte(lane),
  }),
  equal: lanes(65),
  notEqual: lanes(66),
  less: lanes(67),
  greater: lanes(68),
  lessEqual: lanes(69),
  nearest: lanewise(106),
  truncate: lanewise(105),
  abs: lanewise(224),
  neg: lanewise(225),
  sqrt: lanewise(227),
  add: lanes(228),
  sub: lanes(229),
  mul: lanes(230),
  div: lanes(231),
  /** NaN if either is. */
  min: lanes(232),
  /** NaN if either is. */
  max: lanes(233),
  /** b < a ? b : a, so a NaN on the left stays. */
  pseudoMin: lanes(234),
  /** a < b ? b : a, so a NaN on the left stays. */
  pseudoMax: lanes(235),
  fromI32: lanewise(250),
  /** The two float64 of x as float32 in the lower lanes, 0 in the upper. */
  fromF64: lanewise(94),
  /** a·b + c, rounded once. Relaxed SIMD: only where the runtime has it. */
  fusedMultiplyAdd: ternary(0x105),
} as const;

export const f64x2 = {
  const: (value: number): V128 => v128.const(raw(Float64Array.of(value)).repeat(2)),
  /** The two lower float32 as float64. */
  fromLowF32: lanewise(95),
  equal: lanes(71),
  nearest: lanewise(148),
  abs: lanewise(236),
  add: lanes(240),
  sub: lanes(241),
  mul: lanes(242),
  div: lanes(243),
  pseudoMin: lanes(246),
  pseudoMax: lanes(247),
} as const;

export const i64x2 = {
  const: (value: bigint): V128 => v128.const(raw(BigInt64Array.of(value)).repeat(2)),
  shiftLeft: shift(203),
  shiftRight: shift(205),
  add: lanes(206),
  sub: lanes(209),
} as const;

/** Where the calling thread's own room begins: the module's imported number. */
export const room: I32 = { type: "i32", bytes: "\x23\0" };

/** Sets `bytes` bytes to the lowest byte of a number. */
export function fillMemory(to: I32, value: I32, bytes: I32): Statement {
  return `${to.bytes}${value.bytes}${bytes.bytes}\xfc\x0b\0`;
}

/** Copies `bytes` bytes; the two may overlap. */
export function copyMemory(to: I32, from: I32, bytes: I32): Statement {
  return `${to.bytes}${from.bytes}${bytes.bytes}\xfc\x0a\0\0`;
}
