import { zeros } from "../create.ts";
import { assign } from "../autograd.ts";
import type { Rng } from "../random.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Initializer } from "./init.ts";

/** A part of a network: parameters and a way forward. */
export abstract class Module {
  /** Whether the module is being trained; dropout acts only then. */
  training = true;

  abstract forward(x: Tensor): Tensor;

  /** Modules inside this one, by the name they have in parameter names. */
  children(): ReadonlyMap<string, Module> {
    return new Map();
  }

  /** The module's own parameters, without those of its children. */
  ownParameters(): ReadonlyMap<string, Tensor> {
    return new Map();
  }

  /** All parameters by their path, such as `0.weight`, in a fixed order. */
  namedParameters(): Map<string, Tensor> {
    const all = new Map(this.ownParameters());
    for (const [name, child] of this.children()) {
      for (const [path, parameter] of child.namedParameters()) all.set(`${name}.${path}`, parameter);
    }
    return all;
  }

  /** Labels every parameter with its path, so that traces tell them apart; returns the module. */
  labelParameters(): this {
    for (const [path, parameter] of this.namedParameters()) parameter.named(path);
    return this;
  }

  parameters(): Tensor[] {
    return [...this.namedParameters().values()];
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  train(training = true): this {
    this.training = training;
    for (const child of this.children().values()) child.train(training);
    return this;
  }

  eval(): this {
    return this.train(false);
  }
}

/** A leaf that learns, with first values drawn by `init`. Throws a ShapeError if `init` gives another shape. */
export function parameter(shape: Shape, init: Initializer, rng: Rng): Tensor {
  const created = zeros(shape, { requiresGrad: true });
  assign(created, init(shape, rng));
  return created;
}
