import {
  avgPool1d,
  type AvgPool1dOptions,
  avgPool2d,
  type AvgPool2dOptions,
  globalAvgPool,
  maxPool1d,
  type MaxPool1dOptions,
  maxPool2d,
  type MaxPool2dOptions,
} from "../ops/pooling.ts";
import type { Pair } from "../window.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** `maxPool1d`: (N,C,L) → (N,C,L′) */
export class MaxPool1d extends Module {
  readonly size: number;
  readonly options: MaxPool1dOptions;

  constructor(size: number, options: MaxPool1dOptions = {}) {
    super();
    this.size = size;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return maxPool1d(x, this.size, this.options);
  }
}

/** `maxPool2d`: (N,C,H,W) → (N,C,H′,W′) */
export class MaxPool2d extends Module {
  readonly size: number | Pair;
  readonly options: MaxPool2dOptions;

  constructor(size: number | Pair, options: MaxPool2dOptions = {}) {
    super();
    this.size = size;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.size, this.options);
  }
}

/** `avgPool1d`: (N,C,L) → (N,C,L′) */
export class AvgPool1d extends Module {
  readonly size: number;
  readonly options: AvgPool1dOptions;

  constructor(size: number, options: AvgPool1dOptions = {}) {
    super();
    this.size = size;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return avgPool1d(x, this.size, this.options);
  }
}

/** `avgPool2d`: (N,C,H,W) → (N,C,H′,W′) */
export class AvgPool2d extends Module {
  readonly size: number | Pair;
  readonly options: AvgPool2dOptions;

  constructor(size: number | Pair, options: AvgPool2dOptions = {}) {
    super();
    this.size = size;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return avgPool2d(x, this.size, this.options);
  }
}

/** The mean of every channel: (N,C,…) → (N,C) */
export class GlobalAvgPool extends Module {
  forward(x: Tensor): Tensor {
    return globalAvgPool(x);
  }
}
