import { linear } from "../ops/matmul.ts";
import { uniform } from "../create.ts";
import { ArgumentError } from "../errors.ts";
import type { Rng } from "../random.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Initializer } from "./init.ts";
import { Module, parameter } from "./module.ts";

export interface LinearOptions {
  readonly rng: Rng;
  readonly bias?: boolean;
  /** PyTorch's default otherwise: uniform within ±1/√in. */
  readonly weightInit?: Initializer;
  /** PyTorch's default otherwise: uniform within ±1/√in. */
  readonly biasInit?: Initializer;
}

/** y (…,out) = x (…,in) · Wᵀ + b with weight (out,in) and bias (out), as in PyTorch. */
export class Linear extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(inputs: number, outputs: number, { rng, bias = true, weightInit, biasInit }: LinearOptions) {
    super();
    if (inputs < 1 || outputs < 1) {
      throw new ArgumentError(`Linear needs at least one input and one output, got ${inputs} and ${outputs}`);
    }
    const bound = 1 / Math.sqrt(inputs);
    const standard = (shape: Shape) => uniform(shape, rng, -bound, bound);
    this.weight = parameter([outputs, inputs], weightInit ?? standard, rng);
    this.bias = bias ? parameter([outputs], biasInit ?? standard, rng) : null;
  }

  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias ?? undefined);
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    const own = new Map([["weight", this.weight]]);
    return this.bias === null ? own : own.set("bias", this.bias);
  }
}
