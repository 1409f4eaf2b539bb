/**
 * The binary format of WebAssembly modules: as much of it as the engine's kernels need. One imported memory and one imported
 * number, functions without tables, every function exported under its name.
 * Source: WebAssembly Core Specification 2.0, section 5 (binary format), the relaxed SIMD and the threads proposals.
 */

/**
 * Bytes as a text, one character from 0 to 255 for each. Runtimes join texts in their own code, which is fast from the first
 * time on, while modules are mostly written by code that runs once and is interpreted.
 */
export type Bytes = string;

/** The types of parameters, locals and results: integers, floats, and vectors of 128 bits. */
export type ValueType = "i32" | "f32" | "f64" | "v128";

/** A function ready to be written: what it takes, what it gives, its own locals and its instructions. */
export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** Null where it gives nothing. */
  readonly result: ValueType | null;
  readonly locals: readonly ValueType[];
  readonly body: Bytes;
}

const TYPE_CODES: Readonly<Record<ValueType, Bytes>> = { i32: "\x7f", f32: "\x7d", f64: "\x7c", v128: "\x7b" };
const FUNCTION_TYPE = "\x60";
/** What is imported or exported. */
const FUNCTION = "\x00";
const MEMORY = "\x02";
const GLOBAL = "\x03";
const CONSTANT = "\x00";
/** Sections of a module. */
const TYPES = "\x01";
const IMPORTS = "\x02";
const FUNCTIONS = "\x03";
const EXPORTS = "\x07";
const CODE = "\x0a";
const END = "\x0b";
const HEADER = "\0asm\x01\0\0\0";

/** One byte. */
export const byte: (value: number) => Bytes = String.fromCharCode;

/** An unsigned whole number in LEB128: seven bits a byte, the lowest first, the top bit set on all but the last. */
export function unsigned(value: number): Bytes {
  let bytes = "";
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes += byte((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return bytes + byte(rest);
}

/** A signed 32-bit whole number in LEB128: as `unsigned`, in two's complement. */
export function signed(value: number): Bytes {
  let bytes = "";
  let rest = value | 0;
  // The last byte's bit 6 is the sign, so what is left must be nothing but copies of it.
  while (rest < -0x40 || rest > 0x3f) {
    bytes += byte((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return bytes + byte(rest & 0x7f);
}

/** Numbers as they lie in memory. */
export function raw(numbers: Int32Array | Float32Array | Float64Array | BigInt64Array): Bytes {
  return String.fromCharCode(...new Uint8Array(numbers.buffer));
}

/**
 * A module of these functions, which exports every one of them. It imports its memory as `engine.memory`, one that is shared
 * among threads where `sharedPages` says how far it may grow; and as `engine.room` the address of the room that its thread has
 * for itself (instructions.ts, `room`).
 */
export function encodeModule(
  functions: readonly FunctionDefinition[],
  sharedPages: number | null = null,
): Uint8Array<ArrayBuffer> {
  // At least 0 pages; and a maximum, which a shared memory must have.
  const limits = sharedPages === null ? "\0\0" : `\x03\0${unsigned(sharedPages)}`;
  const engine = sized("engine");
  const imports = [
    engine + sized("memory") + MEMORY + limits,
    engine + sized("room") + GLOBAL + TYPE_CODES.i32 + CONSTANT,
  ];
  const types = functions.map(
    ({ parameters, result }) =>
      FUNCTION_TYPE + vector(parameters.map(codeOf)) + vector(result === null ? [] : [codeOf(result)]),
  );
  return arrayOf(
    HEADER +
      section(TYPES, vector(types)) +
      section(IMPORTS, vector(imports)) +
      section(FUNCTIONS, vector(functions.map((_, i) => unsigned(i)))) +
      section(EXPORTS, vector(functions.map(({ name }, i) => sized(name) + FUNCTION + unsigned(i)))) +
      section(CODE, vector(functions.map(code))),
  );
}

function codeOf(type: ValueType): Bytes {
  return TYPE_CODES[type];
}

function code({ locals, body }: FunctionDefinition): Bytes {
  return sized(vector(locals.map((type) => `\x01${TYPE_CODES[type]}`)) + body + END);
}

function section(id: Bytes, content: Bytes): Bytes {
  return id + sized(content);
}

function sized(content: Bytes): Bytes {
  return unsigned(content.length) + content;
}

function vector(items: readonly Bytes[]): Bytes {
  return unsigned(items.length) + items.join("");
}

function arrayOf(bytes: Bytes): Uint8Array<ArrayBuffer> {
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < array.length; i++) array[i] = bytes.charCodeAt(i);
  return array;
}
