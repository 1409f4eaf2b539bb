import { conv1d, type Conv1dOptions, conv2d, type Conv2dOptions } from "../ops/convolution.ts";
import type { Pair } from "../window.ts";
import { ArgumentError } from "../errors.ts";
import type { Rng } from "../random.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { fans, type Initializer, uniform } from "./init.ts";
import { Module, named, parameter } from "./module.ts";

interface ConvolutionSettings {
  readonly rng: Rng;
  readonly bias?: boolean;
  /** PyTorch's default otherwise: uniform within ±1/√fan-in. */
  readonly weightInit?: Initializer;
  /** PyTorch's default otherwise: uniform within ±1/√fan-in. */
  readonly biasInit?: Initializer;
}

export type Conv1dSettings = ConvolutionSettings & Omit<Conv1dOptions, "bias">;
export type Conv2dSettings = ConvolutionSettings & Omit<Conv2dOptions, "bias">;

/** `conv1d` (N,in,L) → (N,out,L′) with weight (out,in/groups,K) and bias (out), as in PyTorch. */
export class Conv1d extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  private readonly options: Conv1dOptions;

  constructor(inputs: number, outputs: number, size: number, settings: Conv1dSettings) {
    super();
    const { stride, padding, dilation, groups } = settings;
    this.options = { stride, padding, dilation, groups };
    ({ weight: this.weight, bias: this.bias } = makeParameters("Conv1d", inputs, outputs, [size], settings));
  }

  forward(x: Tensor): Tensor {
    return conv1d(x, this.weight, { ...this.options, bias: this.bias ?? undefined });
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight, bias: this.bias });
  }
}

/** `conv2d` (N,in,H,W) → (N,out,H′,W′) with weight (out,in/groups,KH,KW) and bias (out), as in PyTorch. */
export class Conv2d extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  private readonly options: Conv2dOptions;

  constructor(inputs: number, outputs: number, size: number | Pair, settings: Conv2dSettings) {
    super();
    const { stride, padding, dilation, groups } = settings;
    this.options = { stride, padding, dilation, groups };
    const kernel = typeof size === "number" ? [size, size] : size;
    ({ weight: this.weight, bias: this.bias } = makeParameters("Conv2d", inputs, outputs, kernel, settings));
  }

  forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, { ...this.options, bias: this.bias ?? undefined });
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight, bias: this.bias });
  }
}

function makeParameters(
  name: string,
  inputs: number,
  outputs: number,
  kernel: Shape,
  { rng, bias = true, weightInit, biasInit, groups = 1 }: ConvolutionSettings & { readonly groups?: number },
): { readonly weight: Tensor; readonly bias: Tensor | null } {
  const sizes = [inputs, outputs, groups, ...kernel];
  if (sizes.some((size) => !Number.isInteger(size) || size < 1) || inputs % groups !== 0 || outputs % groups !== 0) {
    throw new ArgumentError(
      `${name} needs whole sizes above 0 and groups that divide the channels, ` +
        `got ${inputs} to ${outputs} channels in ${groups} group(s) with kernel (${kernel.join(",")})`,
    );
  }
  const shape = [outputs, inputs / groups, ...kernel];
  const standard = uniform(1 / Math.sqrt(fans(shape).fanIn));
  return {
    weight: parameter(shape, weightInit ?? standard, rng),
    bias: bias ? parameter([outputs], biasInit ?? standard, rng) : null,
  };
}
