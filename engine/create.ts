import type { Backend } from "./backend/backend.ts";
import { defaultBackend } from "./default-backend.ts";
import { ArgumentError, ShapeError } from "./errors.ts";
import type { Rng } from "./random.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./shape.ts";
import { type NestedNumbers, Tensor } from "./tensor.ts";

export interface TensorOptions {
  /** Whether `backward` should leave a gradient on the tensor. */
  readonly requiresGrad?: boolean;
  /** Where the numbers lie; the reference backend, or that of `withBackend`, by default. */
  readonly backend?: Backend;
}

/** What `tensor` accepts: a number, nested arrays, or a flat typed array. */
export type TensorData = NestedNumbers | Float64Array | Float32Array | Int32Array | Uint8Array;

/** A tensor of the given numbers. Throws a ShapeError where the nesting is not rectangular. */
export function tensor(data: TensorData, options: TensorOptions = {}): Tensor {
  if (ArrayBuffer.isView(data)) return fromValues(data, [data.length], options);
  const shape = shapeOfNested(data);
  const values = new Float64Array(sizeOf(shape));
  fillFrom(data, shape, values, 0, "");
  return fromValues(values, shape, options);
}

/** A tensor of `shape` from its entries in row-major order. Throws a ShapeError if their number does not fit. */
export function fromValues(values: ArrayLike<number>, shape: Shape, options: TensorOptions = {}): Tensor {
  checkShape(shape);
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`shape ${formatShape(shape)} needs ${sizeOf(shape)} entries, got ${values.length}`);
  }
  const backend = options.backend ?? defaultBackend();
  const numbers = values instanceof Float64Array ? values : new Float64Array(values);
  const created = new Tensor({ storage: backend.upload(numbers), shape: [...shape], backend });
  created.requiresGrad = options.requiresGrad ?? false;
  return created;
}

/** A scalar constant. */
export function scalar(value: number, backend?: Backend): Tensor {
  return fromValues([value], [], { backend });
}

/** One value everywhere. Throws a ShapeError for sizes that are no whole numbers of 0 or more. */
export function full(shape: Shape, value: number, options: TensorOptions = {}): Tensor {
  checkShape(shape);
  return fromValues(new Float64Array(sizeOf(shape)).fill(value), shape, options);
}

/** 0 everywhere. */
export function zeros(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 0, options);
}

/** 1 everywhere. */
export function ones(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 1, options);
}

/** The identity matrix (n,n). */
export function eye(n: number, options: TensorOptions = {}): Tensor {
  checkShape([n]);
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) values[i * n + i] = 1;
  return fromValues(values, [n, n], options);
}

/** start, start + step, … below `end` (above it for a negative step); with one number, 0 up to it. */
export function arange(start: number, end?: number, step = 1, options: TensorOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(length)) throw new ArgumentError(`arange cannot count from ${from} to ${to} by ${step}`);
  return fromValues(
    Float64Array.from({ length }, (_, i) => from + i * step),
    [length],
    options,
  );
}

/** Independent draws from the standard normal distribution. */
export function randn(shape: Shape, rng: Rng, options: TensorOptions = {}): Tensor {
  checkShape(shape);
  return fromValues(
    new Float64Array(sizeOf(shape)).map(() => rng.normal()),
    shape,
    options,
  );
}

/** Independent draws from the uniform distribution on [low, high). */
export function uniform(shape: Shape, rng: Rng, low = 0, high = 1, options: TensorOptions = {}): Tensor {
  checkShape(shape);
  return fromValues(
    new Float64Array(sizeOf(shape)).map(() => rng.uniform(low, high)),
    shape,
    options,
  );
}

function shapeOfNested(data: NestedNumbers): number[] {
  const shape: number[] = [];
  for (let inner: NestedNumbers | undefined = data; Array.isArray(inner); inner = inner[0]) shape.push(inner.length);
  return shape;
}

// Writes the numbers under `data` from position `at` on and gives the position after them; `path` names the place.
function fillFrom(data: NestedNumbers, shape: Shape, into: Float64Array, at: number, path: string): number {
  const where = path === "" ? "the data" : `entry ${path}`;
  if (shape.length === 0) {
    if (typeof data !== "number") throw new ShapeError(`${where} should be a number, got ${JSON.stringify(data)}`);
    into[at] = data;
    return at + 1;
  }
  if (!Array.isArray(data))
    throw new ShapeError(`${where} should have ${shape[0]} entries, got ${JSON.stringify(data)}`);
  if (data.length !== shape[0]) throw new ShapeError(`${where} should have ${shape[0]} entries, got ${data.length}`);
  return data.reduce(
    (next: number, inner: NestedNumbers, i) => fillFrom(inner, shape.slice(1), into, next, `${path}[${i}]`),
    at,
  );
}
