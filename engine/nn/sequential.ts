import type { Tensor } from "../tensor.ts";
import { type AnyModule, Module } from "./module.ts";

/** Modules one after another. Parameters are named by position: `0.weight`, `2.bias`. */
export class Sequential extends Module {
  readonly modules: readonly Module[];

  constructor(...modules: readonly Module[]) {
    super();
    this.modules = modules;
  }

  forward(x: Tensor): Tensor {
    return this.modules.reduce((value, module) => module.forward(value), x);
  }

  override children(): ReadonlyMap<string, AnyModule> {
    return new Map(this.modules.map((module, i) => [String(i), module]));
  }
}
