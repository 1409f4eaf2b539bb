import { ShapeError } from "../errors.ts";
import { add } from "../ops/arithmetic.ts";
import { formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type AnyModule, Module } from "./module.ts";

/**
 * shortcut(x) + inner(x), with x itself as the shortcut unless one is given. He et al. 2016. Throws a ShapeError where
 * the two shapes differ, rather than broadcasting.
 */
export class Residual extends Module {
  readonly inner: Module;
  readonly shortcut: Module | null;

  constructor(inner: Module, shortcut: Module | null = null) {
    super();
    this.inner = inner;
    this.shortcut = shortcut;
  }

  forward(x: Tensor): Tensor {
    const past = this.shortcut?.forward(x) ?? x;
    const through = this.inner.forward(x);
    if (!sameShape(past.shape, through.shape)) {
      throw new ShapeError(
        `Residual needs equal shapes past and through, got ${formatShape(past.shape)} and ${formatShape(through.shape)}`,
      );
    }
    return add(past, through);
  }

  override children(): ReadonlyMap<string, AnyModule> {
    const children = new Map<string, AnyModule>([["inner", this.inner]]);
    return this.shortcut === null ? children : children.set("shortcut", this.shortcut);
  }
}
