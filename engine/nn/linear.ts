import { linear } from "../ops/matmul.ts";
import { ArgumentError } from "../errors.ts";
import type { Rng } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import { type Initializer, uniform } from "./init.ts";
import { Module, named, parameter } from "./module.ts";

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
    const standard = uniform(1 / Math.sqrt(inputs));
    this.weight = parameter([outputs, inputs], weightInit ?? standard, rng);
    this.bias = bias ? parameter([outputs], biasInit ?? standard, rng) : null;
  }

  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias ?? undefined);
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight, bias: this.bias });
  }
}
