import type { Backend } from "../backend/backend.ts";
import { fromValues } from "../create.ts";
import { ArgumentError, FormatError } from "../errors.ts";
import { sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { decodeUtf8, encodeUtf8 } from "../utf8.ts";
import { BYTES_OF, type Dtype, readEntries, writeEntries } from "./dtype.ts";
import { readHeader } from "./header.ts";

// The format: 8 bytes with the header's length N (little-endian), N bytes of JSON, then the tensors' numbers without
// gaps. The JSON gives each name its dtype, shape and range of bytes: https://github.com/huggingface/safetensors#format

export interface WriteOptions {
  /** F64, which loses nothing on any backend, by default; F32 takes half the space. */
  readonly dtype?: "F64" | "F32";
  /** Texts kept beside the tensors. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Safetensors {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The bytes of a safetensors file. Names are put in order, so that equal tensors give equal bytes whatever the order of
 * the map. Throws an ArgumentError for the name `__metadata__`, which the format keeps for itself.
 */
export async function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  { dtype = "F64", metadata = {} }: WriteOptions = {},
): Promise<Uint8Array> {
  const names = [...tensors.keys()].sort(byCodeUnit);
  if (names.includes("__metadata__")) throw new ArgumentError("a safetensors file cannot name a tensor __metadata__");
  const header: [string, unknown][] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => byCodeUnit(a, b));
  if (texts.length > 0) header.push(["__metadata__", Object.fromEntries(texts)]);

  let end = 0;
  for (const name of names) {
    const { shape, size } = tensors.get(name) as Tensor;
    const begin = end;
    end += size * BYTES_OF[dtype];
    header.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }

  const json = encodeUtf8(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let at = 8 + padded;
  for (const name of names) {
    const values = await (tensors.get(name) as Tensor).values();
    writeEntries(new DataView(bytes.buffer, at), dtype, values);
    at += values.length * BYTES_OF[dtype];
  }
  return bytes;
}

/**
 * Tensors and texts of a safetensors file with numbers of F64, F32 or I64. Throws a FormatError that says what is wrong
 * for anything else: a header that does not fit, is no JSON or names an unknown dtype; ranges of bytes that do not fit
 * their shape, overlap, leave gaps, or end elsewhere than the file; an I64 that no float64 holds exactly.
 */
export function readSafetensors(bytes: Uint8Array, { backend }: { readonly backend?: Backend } = {}): Safetensors {
  if (bytes.length < 8) throw new FormatError(`a safetensors file has 8 bytes or more, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) {
    throw new FormatError(`the header claims ${length} bytes, after its length the file has ${bytes.length - 8}`);
  }
  const start = 8 + Number(length);
  const { entries, metadata } = readHeader(decodeUtf8(bytes.subarray(8, start)), bytes.length - start);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin } of entries) {
    const data = new DataView(bytes.buffer, bytes.byteOffset + start + begin);
    tensors.set(name, fromValues(readNamed(name, data, dtype, sizeOf(shape)), shape, { backend }));
  }
  return { tensors, metadata };
}

function readNamed(name: string, data: DataView, dtype: Dtype, count: number): Float64Array {
  try {
    return readEntries(data, dtype, count);
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`tensor ${name}: ${error.message}`);
    throw error;
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
