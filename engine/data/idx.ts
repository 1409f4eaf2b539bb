import { FormatError } from "../errors.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import { Dataset } from "./dataset.ts";
import type { HostArray } from "./host-array.ts";

interface NumberType {
  readonly bytes: number;
  read(data: DataView, at: number): number;
}

// By the third byte of the file; numbers are big-endian.
const numberTypes: ReadonlyMap<number, NumberType> = new Map([
  [0x08, { bytes: 1, read: (data: DataView, at: number) => data.getUint8(at) }],
  [0x09, { bytes: 1, read: (data: DataView, at: number) => data.getInt8(at) }],
  [0x0b, { bytes: 2, read: (data: DataView, at: number) => data.getInt16(at) }],
  [0x0c, { bytes: 4, read: (data: DataView, at: number) => data.getInt32(at) }],
  [0x0d, { bytes: 4, read: (data: DataView, at: number) => data.getFloat32(at) }],
  [0x0e, { bytes: 8, read: (data: DataView, at: number) => data.getFloat64(at) }],
]);

/**
 * An IDX file, the format of MNIST (http://yann.lecun.com/exdb/mnist): two zero bytes, the type of number, the number
 * of axes, their sizes, the numbers. Unsigned bytes are not copied. Throws a FormatError that says what does not fit.
 */
export function readIdx(bytes: Uint8Array): HostArray {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new FormatError("the IDX file is still compressed by gzip");
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new FormatError(
      `an IDX file begins with two zero bytes, a type and a rank, got ${hex(bytes.subarray(0, 4))}`,
    );
  }
  const type = numberTypes.get(bytes[2]);
  if (type === undefined) throw new FormatError(`an IDX file has no numbers of type ${hex(bytes.subarray(2, 3))}`);
  const rank = bytes[3];
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new FormatError(`an IDX file of ${rank} axes has ${start} bytes before its numbers, got ${bytes.length}`);
  }
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => data.getUint32(4 + 4 * axis));
  const count = sizeOf(shape);
  if (bytes.length !== start + count * type.bytes) {
    throw new FormatError(
      `an IDX file of shape ${formatShape(shape)} has ${start + count * type.bytes} bytes, got ${bytes.length}`,
    );
  }
  if (bytes[2] === 0x08) return { values: bytes.subarray(start), shape };
  return { values: Float64Array.from({ length: count }, (_, i) => type.read(data, start + i * type.bytes)), shape };
}

/**
 * Images (N,H,W) and labels (N) of two IDX files as a data set of `inputs` (N,1,H,W), bytes of 0 to 255, and `targets`
 * (N). Throws a FormatError unless they belong together.
 */
export function readIdxImages(images: Uint8Array, labels: Uint8Array): Dataset<"inputs" | "targets"> {
  const inputs = readIdx(images);
  const targets = readIdx(labels);
  requireRank("images (N,H,W)", inputs.shape, 3);
  requireRank("labels (N)", targets.shape, 1);
  const [count, height, width] = inputs.shape;
  if (targets.shape[0] !== count) {
    throw new FormatError(`${count} images cannot have ${targets.shape[0]} labels`);
  }
  return new Dataset({ inputs: { values: inputs.values, shape: [count, 1, height, width] }, targets });
}

function requireRank(what: string, shape: Shape, rank: number): void {
  if (shape.length !== rank)
    throw new FormatError(`an IDX file of ${what} is needed, got one of ${formatShape(shape)}`);
}

function hex(bytes: Uint8Array): string {
  return bytes.length === 0 ? "nothing" : Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
