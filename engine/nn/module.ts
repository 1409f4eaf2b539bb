import { zeros } from "../create.ts";
import { assign } from "../autograd.ts";
import { ShapeError } from "../errors.ts";
import type { Rng } from "../random.ts";
import { formatShape, sameShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Initializer } from "./init.ts";
import { type LoadOptions, loadState } from "./load-state.ts";

/** A module whatever it takes and gives. */
export type AnyModule = Module<never, unknown>;

/**
 * A part of a network: parameters and a way forward, from one tensor to one unless said otherwise.
 * Names of parameters and buffers are PyTorch's, so that its saved states fit.
 */
export abstract class Module<Inputs extends readonly unknown[] = [Tensor], Output = Tensor> {
  /** Whether the module is being trained; dropout and batch normalization differ. */
  training = true;

  abstract forward(...inputs: Inputs): Output;

  /** Modules inside this one, by the name they have in parameter names. */
  children(): ReadonlyMap<string, AnyModule> {
    return new Map();
  }

  /** The module's own parameters, without those of its children. */
  ownParameters(): ReadonlyMap<string, Tensor> {
    return new Map();
  }

  /** What the module itself keeps besides parameters, such as running means: saved with them, but not learnt. */
  ownBuffers(): ReadonlyMap<string, Tensor> {
    return new Map();
  }

  /** All parameters by their path, such as `0.weight`, in a fixed order; one used in two places has two names. */
  namedParameters(): Map<string, Tensor> {
    return this.gather((module) => module.ownParameters());
  }

  /** All buffers by their path, such as `1.running_mean`. */
  namedBuffers(): Map<string, Tensor> {
    return this.gather((module) => module.ownBuffers());
  }

  /** Labels every parameter with its path, so that traces tell them apart; returns the module. */
  labelParameters(): this {
    for (const [path, parameter] of this.namedParameters()) parameter.named(path);
    return this;
  }

  /** All parameters, each once. */
  parameters(): Tensor[] {
    return [...new Set(this.namedParameters().values())];
  }

  /** Parameters and buffers by their path, as they are now: later steps do not change what was taken. */
  state(): Map<string, Tensor> {
    const live = this.gather((module) => new Map([...module.ownParameters(), ...module.ownBuffers()]));
    return new Map([...live].map(([path, tensor]) => [path, tensor.detach()]));
  }

  /**
   * Takes over numbers by path. Throws a StateError that lists every missing and unexpected name and every wrong shape,
   * before anything has changed; with `strict: false` names may differ, shapes may not.
   */
  load(state: ReadonlyMap<string, Tensor>, options: LoadOptions = {}): this {
    loadState(
      this.gather((module) => new Map([...module.ownParameters(), ...module.ownBuffers()])),
      state,
      options,
    );
    return this;
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

  private gather(ownOf: (module: AnyModule) => ReadonlyMap<string, Tensor>): Map<string, Tensor> {
    const all = new Map(ownOf(this));
    for (const [name, child] of this.children()) {
      for (const [path, tensor] of child.gather(ownOf)) all.set(`${name}.${path}`, tensor);
    }
    return all;
  }
}

/** A leaf that learns, with first values drawn by `init`. Throws a ShapeError if `init` gives another shape. */
export function parameter(shape: Shape, init: Initializer, rng: Rng): Tensor {
  const created = zeros(shape, { requiresGrad: true });
  const values = init(shape, rng);
  if (!sameShape(values.shape, shape)) {
    throw new ShapeError(
      `the first values of a parameter ${formatShape(shape)} have shape ${formatShape(values.shape)}`,
    );
  }
  assign(created, values);
  return created;
}

/** Parameters or buffers by name, without those that are null. */
export function named(tensors: Readonly<Record<string, Tensor | null>>): ReadonlyMap<string, Tensor> {
  return new Map(Object.entries(tensors).flatMap(([name, tensor]) => (tensor === null ? [] : [[name, tensor]])));
}
