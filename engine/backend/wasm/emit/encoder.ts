/**
 * The binary format of WebAssembly modules: as much of it as the engine's kernels need. One imported memory and one imported
 * number, functions without tables, every function exported under its name.
 * Source: WebAssembly Core Specification 2.0, section 5 (binary format), the relaxed SIMD and the threads proposals.
 */

/** Bytes, nested as they were put together; what has a length before it is flattened first, and only once. */
export type Bytes = readonly (number | Bytes | Uint8Array)[];

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

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const FUNCTION_TYPE = 0x60;
const KIND = { function: 0, memory: 2, global: 3 } as const;
const CONSTANT = 0;
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const END = 0x0b;
/** "\0asm" and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** An unsigned whole number in LEB128: seven bits a byte, the lowest first, the top bit set on all but the last. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** A signed 32-bit whole number in LEB128: as `unsigned`, in two's complement. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  // The last byte's bit 6 is the sign, so what is left must be nothing but copies of it.
  while (rest < -0x40 || rest > 0x3f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}

/** A float32 as its four bytes. */
export function float32(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** A float64 as its eight bytes. */
export function float64(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
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
  const limits = sharedPages === null ? [0, 0] : [3, 0, unsigned(sharedPages)];
  const imports = [
    [text("engine"), text("memory"), KIND.memory, limits],
    [text("engine"), text("room"), KIND.global, TYPE_CODES.i32, CONSTANT],
  ];
  const types = functions.map(({ parameters, result }) => [
    FUNCTION_TYPE,
    vector(parameters.map((type) => TYPE_CODES[type])),
    vector(result === null ? [] : [TYPE_CODES[result]]),
  ]);
  return flatten([
    HEADER,
    section(SECTION.type, vector(types)),
    section(SECTION.import, vector(imports)),
    section(SECTION.function, vector(functions.map((_, i) => unsigned(i)))),
    section(SECTION.export, vector(functions.map(({ name }, i) => [text(name), KIND.function, unsigned(i)]))),
    section(SECTION.code, vector(functions.map(code))),
  ]);
}

function code({ locals, body }: FunctionDefinition): Bytes {
  return sized([vector(locals.map((type) => [1, TYPE_CODES[type]])), body, END]);
}

function section(id: number, content: Bytes): Bytes {
  return [id, sized(content)];
}

function sized(content: Bytes): Bytes {
  const flat = flatten(content);
  return [unsigned(flat.length), flat];
}

function vector(items: Bytes): Bytes {
  return [unsigned(items.length), items];
}

function text(characters: string): Bytes {
  return vector([...characters].map((character) => character.charCodeAt(0)));
}

/** The bytes without their nesting. */
export function flatten(bytes: Bytes): Uint8Array<ArrayBuffer> {
  const flat = { bytes: new Uint8Array(1024), length: 0 };
  append(bytes, flat);
  return flat.bytes.slice(0, flat.length);
}

function append(items: Bytes, to: { bytes: Uint8Array; length: number }): void {
  // By index: this runs once for every byte, mostly before the runtime has compiled it.
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === "object" && !(item instanceof Uint8Array)) {
      append(item, to);
      continue;
    }
    const length = typeof item === "number" ? 1 : item.length;
    if (to.length + length > to.bytes.length) {
      const larger = new Uint8Array(2 * (to.length + length));
      larger.set(to.bytes);
      to.bytes = larger;
    }
    if (typeof item === "number") to.bytes[to.length] = item;
    else to.bytes.set(item, to.length);
    to.length += length;
  }
}
