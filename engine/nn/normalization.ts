import { ArgumentError } from "../errors.ts";
import { groupNorm, layerNorm, rmsNorm } from "../ops/normalization.ts";
import { Rng } from "../random.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { ones, zeros } from "./init.ts";
import { Module, named, parameter } from "./module.ts";

export interface LayerNormSettings {
  readonly eps?: number;
  /** Whether there are a weight and a bias. */
  readonly elementwiseAffine?: boolean;
  readonly bias?: boolean;
}

/** `layerNorm` over the last axes, whose sizes are given; weight starts as 1, bias as 0. */
export class LayerNorm extends Module {
  readonly normalizedShape: Shape;
  readonly eps: number;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;

  constructor(normalizedShape: number | Shape, settings: LayerNormSettings = {}) {
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = settings;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? parameterOfOnes(this.normalizedShape) : null;
    this.bias = elementwiseAffine && bias ? parameterOfZeros(this.normalizedShape) : null;
  }

  forward(x: Tensor): Tensor {
    const { normalizedShape, eps } = this;
    return layerNorm(x, { weight: this.weight ?? undefined, bias: this.bias ?? undefined, eps, normalizedShape });
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight, bias: this.bias });
  }
}

export interface RmsNormSettings {
  /** Must be said, as the usual values differ (1e-5, 1e-6, 1.2e-7). */
  readonly eps: number;
  /** Whether there is a weight. */
  readonly elementwiseAffine?: boolean;
}

/** `rmsNorm` over the last axes, whose sizes are given; weight starts as 1. */
export class RMSNorm extends Module {
  readonly normalizedShape: Shape;
  readonly eps: number;
  readonly weight: Tensor | null;

  constructor(normalizedShape: number | Shape, { eps, elementwiseAffine = true }: RmsNormSettings) {
    super();
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? parameterOfOnes(this.normalizedShape) : null;
  }

  forward(x: Tensor): Tensor {
    const { normalizedShape, eps } = this;
    return rmsNorm(x, { weight: this.weight ?? undefined, eps, normalizedShape });
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight });
  }
}

export interface GroupNormSettings {
  readonly eps?: number;
  /** Whether there are a weight and a bias. */
  readonly affine?: boolean;
}

/** `groupNorm` of (N,C,…) with C channels in `groups`; weight (C) starts as 1, bias (C) as 0. */
export class GroupNorm extends Module {
  readonly groups: number;
  readonly channels: number;
  readonly eps: number;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;

  /** Throws an ArgumentError unless the groups divide the channels. */
  constructor(groups: number, channels: number, { eps = 1e-5, affine = true }: GroupNormSettings = {}) {
    super();
    if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
      throw new ArgumentError(`GroupNorm needs groups that divide the channels, got ${groups} and ${channels}`);
    }
    this.groups = groups;
    this.channels = channels;
    this.eps = eps;
    this.weight = affine ? parameterOfOnes([channels]) : null;
    this.bias = affine ? parameterOfZeros([channels]) : null;
  }

  forward(x: Tensor): Tensor {
    const { groups, eps } = this;
    return groupNorm(x, groups, { weight: this.weight ?? undefined, bias: this.bias ?? undefined, eps });
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight, bias: this.bias });
  }
}

// Nothing is drawn for these.
const UNUSED = new Rng(0);

export function parameterOfOnes(shape: Shape): Tensor {
  return parameter(shape, ones, UNUSED);
}

export function parameterOfZeros(shape: Shape): Tensor {
  return parameter(shape, zeros, UNUSED);
}
