import type { BinaryKernelName, Storage, UnaryKernelName } from "../backend/backend.ts";
import { broadcastShapes, broadcastStrides, type Shape } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** A new tensor, in row-major order, on `like`'s backend. */
export function fromStorage(storage: Storage, shape: Shape, like: Tensor): Tensor {
  return new Tensor({ storage, shape, backend: like.backend });
}

/** The tensor read as if repeated up to `shape`. */
export function broadcastView(x: Tensor, shape: Shape): Tensor {
  return new Tensor({ ...viewOf(x), shape, strides: broadcastStrides(x.shape, x.strides, shape) });
}

/** One kernel on every entry. */
export function mapUnary(kernel: UnaryKernelName, x: Tensor): Tensor {
  return fromStorage(x.backend.kernels[kernel](x), x.shape, x);
}

/** One kernel on every pair of entries, after broadcasting; `operation` is named in the error. */
export function mapBinary(kernel: BinaryKernelName, a: Tensor, b: Tensor, operation: string): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, operation);
  return fromStorage(a.backend.kernels[kernel](broadcastView(a, shape), broadcastView(b, shape)), shape, a);
}

/** The parts of a tensor which a view of it keeps. */
export function viewOf(x: Tensor) {
  return { storage: x.storage, shape: x.shape, strides: x.strides, offset: x.offset, backend: x.backend };
}
