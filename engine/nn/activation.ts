import { gelu, leakyRelu, relu, sigmoid, silu, softplus, tanh } from "../ops/activation.ts";
import { dropout } from "../ops/dropout.ts";
import { flatten, reshape } from "../ops/layout.ts";
import { logSoftmax, softmax } from "../ops/softmax.ts";
import type { Rng } from "../random.ts";
import { sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** max(x, 0) */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return relu(x);
  }
}

/** x above 0, slope·x elsewhere. */
export class LeakyReLU extends Module {
  readonly slope: number;

  constructor(slope = 0.01) {
    super();
    this.slope = slope;
  }

  forward(x: Tensor): Tensor {
    return leakyRelu(x, this.slope);
  }
}

/** σ(x) = 1 / (1 + e⁻ˣ) */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/** Hyperbolic tangent. */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/** x·Φ(x), or its approximation by tanh. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor(approximate: "none" | "tanh" = "none") {
    super();
    this.approximate = approximate;
  }

  forward(x: Tensor): Tensor {
    return gelu(x, { approximate: this.approximate });
  }
}

/** x·σ(x), also called swish. */
export class SiLU extends Module {
  forward(x: Tensor): Tensor {
    return silu(x);
  }
}

/** eˣ / Σ eˣ over an axis, the last by default. */
export class Softmax extends Module {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  forward(x: Tensor): Tensor {
    return softmax(x, this.axis);
  }
}

/** log softmax(x) over an axis, the last by default, without overflow. */
export class LogSoftmax extends Module {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  forward(x: Tensor): Tensor {
    return logSoftmax(x, this.axis);
  }
}

/** log(1 + eˣ) without overflow. */
export class Softplus extends Module {
  forward(x: Tensor): Tensor {
    return softplus(x);
  }
}

/** x itself, where a module is asked for. */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

/** Drops entries with probability p while training; needs the source of its masks. */
export class Dropout extends Module {
  readonly p: number;
  readonly rng: Rng;

  constructor(p: number, { rng }: { readonly rng: Rng }) {
    super();
    this.p = p;
    this.rng = rng;
  }

  forward(x: Tensor): Tensor {
    return this.training ? dropout(x, { p: this.p, rng: this.rng }) : x;
  }
}

/** (batch,…) → (batch,rest) */
export class Flatten extends Module {
  forward(x: Tensor): Tensor {
    return x.rank === 0 ? flatten(x) : reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]);
  }
}
