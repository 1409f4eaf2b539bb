import type { Backend } from "../backend/backend.ts";
import { fromValues } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/**
 * Numbers in plain memory, row-major, before they become a tensor: a whole data set keeps its bytes as they are, and
 * only a batch at a time grows to the backend's numbers.
 */
export interface HostArray {
  readonly values: ArrayLike<number>;
  readonly shape: Shape;
}

/** Checks and joins numbers and their shape. Throws a ShapeError if their number does not fit. */
export function hostArray(values: ArrayLike<number>, shape: Shape = [values.length]): HostArray {
  checkShape(shape);
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`shape ${formatShape(shape)} needs ${sizeOf(shape)} entries, got ${values.length}`);
  }
  return { values, shape: [...shape] };
}

/** The numbers as a tensor of that shape. */
export function toTensor({ values, shape }: HostArray, backend?: Backend): Tensor {
  return fromValues(values, shape, { backend });
}

/** The numbers of a host array, a list, or a tensor whose backend reads at once. */
export function toHostArray(data: HostArray | Tensor | readonly number[]): HostArray {
  if (data instanceof Tensor) return { values: data.valuesSync(), shape: data.shape };
  return "shape" in data ? hostArray(data.values, data.shape) : hostArray(data);
}
