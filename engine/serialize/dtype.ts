import { FormatError } from "../errors.ts";

/** How numbers lie in a safetensors file, little-endian. */
export type Dtype = "F64" | "F32" | "I64";

export const BYTES_OF: Readonly<Record<Dtype, number>> = { F64: 8, F32: 4, I64: 8 };

export function isDtype(name: unknown): name is Dtype {
  return typeof name === "string" && Object.hasOwn(BYTES_OF, name);
}

/** The first `count` numbers. Throws a FormatError for a whole number that a float64 cannot hold. */
export function readEntries(data: DataView, dtype: Dtype, count: number): Float64Array {
  const values = new Float64Array(count);
  const size = BYTES_OF[dtype];
  const read = readers[dtype];
  for (let i = 0; i < count; i++) values[i] = read(data, i * size);
  return values;
}

const readers: Readonly<Record<Dtype, (data: DataView, at: number) => number>> = {
  F64: (data, at) => data.getFloat64(at, true),
  F32: (data, at) => data.getFloat32(at, true),
  I64(data, at) {
    const whole = data.getBigInt64(at, true);
    if (BigInt(Number(whole)) !== whole) throw new FormatError(`the whole number ${whole} has no exact float64`);
    return Number(whole);
  },
};

export function writeEntries(data: DataView, dtype: "F64" | "F32", values: Float64Array): void {
  if (dtype === "F64") values.forEach((value, i) => data.setFloat64(i * 8, value, true));
  else values.forEach((value, i) => data.setFloat32(i * 4, value, true));
}
