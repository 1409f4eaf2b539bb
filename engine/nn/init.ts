import { randn, uniform, zeros as zeroTensor } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { noGrad } from "../tape.ts";
import { mul } from "../ops/arithmetic.ts";
import type { Rng } from "../random.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** Draws the first values of a parameter. */
export type Initializer = (shape: Shape, rng: Rng) => Tensor;

/**
 * Values one unit reads and feeds, for a weight (out,in) or (out,in,…kernel). Throws a ShapeError below two axes.
 */
export function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) throw new ShapeError(`fan-in and fan-out need a weight (out,in,…), got ${formatShape(shape)}`);
  const kernel = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * kernel, fanOut: shape[0] * kernel };
}

function uniformWithin(bound: number): Initializer {
  return (shape, rng) => uniform(shape, rng, -bound, bound);
}

/** All zeros. */
export const zeros: Initializer = (shape) => zeroTensor(shape);

/** Normal with mean 0 and the given standard deviation. */
export function normal(deviation: number): Initializer {
  return (shape, rng) => noGrad(() => mul(randn(shape, rng), deviation));
}

/** Variance 2/(fanIn + fanOut), uniform: bound √(6/(fanIn + fanOut)). Glorot & Bengio 2010. */
export const xavierUniform: Initializer = (shape, rng) => {
  const { fanIn, fanOut } = fans(shape);
  return uniformWithin(Math.sqrt(6 / (fanIn + fanOut)))(shape, rng);
};

/** Variance 2/(fanIn + fanOut), normal. Glorot & Bengio 2010. */
export const xavierNormal: Initializer = (shape, rng) => {
  const { fanIn, fanOut } = fans(shape);
  return normal(Math.sqrt(2 / (fanIn + fanOut)))(shape, rng);
};

/** Variance 2/fanIn, uniform: bound √(6/fanIn). He et al. 2015, for ReLU. */
export const heUniform: Initializer = (shape, rng) => uniformWithin(Math.sqrt(6 / fans(shape).fanIn))(shape, rng);

/** Variance 2/fanIn, normal. He et al. 2015, for ReLU. */
export const heNormal: Initializer = (shape, rng) => normal(Math.sqrt(2 / fans(shape).fanIn))(shape, rng);
