import { fromValues, ones as oneTensor, randn, uniform as uniformTensor, zeros as zeroTensor } from "../create.ts";
import { ArgumentError, ShapeError } from "../errors.ts";
import { noGrad } from "../tape.ts";
import { mul } from "../ops/arithmetic.ts";
import type { Rng } from "../random.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { orthonormalColumns } from "./orthonormal.ts";

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

export type Nonlinearity = "linear" | "conv" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

/**
 * The factor by which initial weights before an activation are to be larger, so that the variance stays about the same
 * through the layers: √2 for relu, √(2/(1+slope²)) for leakyRelu, 5/3 for tanh, 3/4 for selu, 1 otherwise. The table is
 * that of PyTorch's `calculate_gain`.
 */
export function gain(of: Nonlinearity, slope = 0.01): number {
  switch (of) {
    case "relu":
      return Math.SQRT2;
    case "leakyRelu":
      return Math.sqrt(2 / (1 + slope * slope));
    case "tanh":
      return 5 / 3;
    case "selu":
      return 3 / 4;
    default:
      return 1;
  }
}

/** All zeros. */
export const zeros: Initializer = (shape) => zeroTensor(shape);

/** All ones. */
export const ones: Initializer = (shape) => oneTensor(shape);

/** Normal with mean 0 and the given standard deviation. */
export function normal(deviation: number): Initializer {
  return (shape, rng) => noGrad(() => mul(randn(shape, rng), deviation));
}

/** Uniform on [−bound, bound). */
export function uniform(bound: number): Initializer {
  return (shape, rng) => uniformTensor(shape, rng, -bound, bound);
}

/**
 * Variance gain² · 2/(fanIn + fanOut), uniform: bound gain · √(6/(fanIn + fanOut)). Glorot & Bengio 2010.
 */
export function xavierUniform(shape: Shape, rng: Rng, factor = 1): Tensor {
  const { fanIn, fanOut } = fans(shape);
  return uniform(factor * Math.sqrt(6 / (fanIn + fanOut)))(shape, rng);
}

/** Variance gain² · 2/(fanIn + fanOut), normal. Glorot & Bengio 2010. */
export function xavierNormal(shape: Shape, rng: Rng, factor = 1): Tensor {
  const { fanIn, fanOut } = fans(shape);
  return normal(factor * Math.sqrt(2 / (fanIn + fanOut)))(shape, rng);
}

export interface HeOptions {
  /** Keep the variance of values going forward (fanIn) or of gradients going back (fanOut). */
  readonly mode?: "fanIn" | "fanOut";
  /** √2, relu's, by default. */
  readonly gain?: number;
}

/** Variance gain²/fan, uniform: bound gain · √(3/fan). He et al. 2015. */
export function heUniform(shape: Shape, rng: Rng, options: HeOptions = {}): Tensor {
  return uniform(Math.sqrt(3) * heDeviation(shape, options))(shape, rng);
}

/** Variance gain²/fan, normal. He et al. 2015. */
export function heNormal(shape: Shape, rng: Rng, options: HeOptions = {}): Tensor {
  return normal(heDeviation(shape, options))(shape, rng);
}

function heDeviation(shape: Shape, { mode = "fanIn", gain: factor = Math.SQRT2 }: HeOptions): number {
  return factor / Math.sqrt(fans(shape)[mode]);
}

/**
 * A weight (out,…in) whose rows, read as one vector each, are orthogonal and of length `factor`; where there are more
 * rows than entries in one, its columns are. Uniform over all such matrices. Saxe, McClelland & Ganguli 2014.
 * Throws a ShapeError below two axes.
 */
export function orthogonal(shape: Shape, rng: Rng, factor = 1): Tensor {
  if (shape.length < 2) throw new ShapeError(`orthogonal needs a weight (out,in,…), got ${formatShape(shape)}`);
  const rows = shape[0];
  const columns = sizeOf(shape.slice(1));
  const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
  const q = orthonormalColumns(
    Float64Array.from({ length: long * short }, () => rng.normal()),
    long,
    short,
  );
  const at = (i: number, j: number) => (rows >= columns ? q[i * short + j] : q[j * short + i]);
  const values = Float64Array.from(
    { length: rows * columns },
    (_, k) => factor * at(Math.floor(k / columns), k % columns),
  );
  return fromValues(values, shape);
}

export interface TruncatedNormalOptions {
  readonly mean?: number;
  readonly deviation?: number;
  /** Bounds of the values themselves, not in deviations, as in PyTorch. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * Normal draws that lie in [low, high], by default within ±2: each is drawn until it does. `deviation` is that of the
 * uncut normal. Throws an ArgumentError where nearly nothing would lie there: for a mean more than two deviations outside.
 */
export function truncatedNormal({
  mean = 0,
  deviation = 1,
  low = -2,
  high = 2,
}: TruncatedNormalOptions = {}): Initializer {
  if (!(deviation > 0 && low < high && mean >= low - 2 * deviation && mean <= high + 2 * deviation)) {
    throw new ArgumentError(
      `truncatedNormal needs low < high within two deviations of the mean, got [${low}, ${high}] for ${mean} ± ${deviation}`,
    );
  }
  // In a narrow interval uniform proposals, kept in proportion to the density, are kept far more often than normal ones.
  const nearest = Math.min(Math.max(mean, low), high);
  const height = (x: number) => Math.exp(((nearest - mean) ** 2 - (x - mean) ** 2) / (2 * deviation ** 2));
  const propose = (rng: Rng): number | null => {
    if (high - low > 2.5 * deviation) {
      const x = rng.normal(mean, deviation);
      return x >= low && x <= high ? x : null;
    }
    const x = rng.uniform(low, high);
    return rng.uniform() < height(x) ? x : null;
  };
  const drawOne = (rng: Rng): number => {
    for (;;) {
      const x = propose(rng);
      if (x !== null) return x;
    }
  };
  return (shape, rng) =>
    fromValues(
      Float64Array.from({ length: sizeOf(shape) }, () => drawOne(rng)),
      shape,
    );
}
