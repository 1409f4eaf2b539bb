import { type Kernels, Rng, type Shape, type Storage, type View } from "#engine/index.ts";
import { type Entries, randomShape, randomView, type UnplacedView } from "./random-view.ts";
import { windowDraws } from "./window-cases.ts";

/** One call of one kernel on views made from a seed, and how far a float32 backend may be from the reference. */
export interface ConformanceCase {
  readonly kernel: keyof Kernels;
  readonly seed: number;
  readonly views: readonly UnplacedView[];
  readonly shape: Shape;
  run(kernels: Kernels, views: readonly View[]): Storage;
  readonly tolerance: Tolerance;
  /** Which views say where numbers go, so that they stay as they are when magnitudes are summed. */
  readonly places?: readonly number[];
}

/**
 * `exact`: the nearest float32, as IEEE 754 has it for sums, products, quotients and roots of two numbers.
 * `ulps`: units in the last place of the entry itself. `sum`: of terms, at √terms · ε of the sum of their magnitudes, which
 * the case computes with the same kernel on |x|.
 */
export type Tolerance =
  | { readonly kind: "exact" }
  | { readonly kind: "ulps"; readonly ulps: number }
  | { readonly kind: "sum"; readonly terms: number };

/** Cases of each kernel that every backend is compared in. */
export const CASES = 60;

export type Draw = (rng: Rng) => Omit<ConformanceCase, "kernel" | "seed">;

const EXACT: Tolerance = { kind: "exact" };
const ulps = (count: number): Tolerance => ({ kind: "ulps", ulps: count });
const ENTRIES: readonly Entries[] = ["plain", "small", "special"];

function elementwise(inputs: 1 | 2 | 3, run: ConformanceCase["run"], tolerance: Tolerance): Draw {
  return (rng) => {
    const shape = randomShape(rng);
    const entries = rng.choice(ENTRIES);
    const views = Array.from({ length: inputs }, () => randomView(rng, shape, entries));
    return { views, shape, run, tolerance };
  };
}

function reduction(kernel: "sum" | "max" | "argmax", entries: readonly Entries[]): Draw {
  return (rng) => {
    const shape = randomShape(rng);
    const kept = rng.integer(0, shape.length + 1);
    const whole = kernel === "sum" ? shape : shape.map((size, axis) => (axis < kept ? size : Math.max(1, size)));
    const terms = whole.slice(kept).reduce((product, size) => product * size, 1);
    return {
      views: [randomView(rng, whole, rng.choice(entries))],
      shape: whole.slice(0, kept),
      run: (kernels, [x]) => kernels[kernel](x, kept),
      tolerance: kernel === "sum" ? { kind: "sum", terms } : EXACT,
    };
  };
}

const matmul: Draw = (rng) => {
  const large = rng.uniform() < 0.2;
  const batch = large ? [] : rng.choice([[], [], [1], [3], [2, 2]]);
  // Beyond a block on each axis now and then (see gemm-kernels.ts).
  const [m, n, k] = large
    ? rng.choice([
        [5, 1030, 7],
        [131, 9, 3],
        [6, 11, 517],
        [133, 18, 259],
      ])
    : Array.from({ length: 3 }, () => rng.choice([0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33]));
  const entries = rng.choice(["plain", "small", "infinite"] as const);
  return {
    views: [randomView(rng, [...batch, m, k], entries), randomView(rng, [...batch, k, n], entries)],
    shape: [...batch, m, n],
    run: (kernels, [a, b]) => kernels.matmul(a, b),
    tolerance: { kind: "sum", terms: k },
  };
};

// An index of x's rank, no larger than x on the other axes, sometimes the same along an axis.
function randomIndex(rng: Rng, shape: Shape, axis: number): UnplacedView {
  const size = shape[axis];
  const indexShape = shape.map((length, a) =>
    a === axis
      ? rng.integer(size === 0 ? 0 : 1, 6) * Number(size > 0)
      : rng.uniform() < 0.6
        ? length
        : rng.integer(0, length + 1),
  );
  const view = randomView(rng, indexShape);
  return { ...view, values: view.values.map(() => (size === 0 ? 0 : rng.integer(0, size))) };
}

const gather: Draw = (rng) => {
  const shape = randomShape(rng, rng.integer(1, 5));
  const axis = rng.integer(0, shape.length);
  const index = randomIndex(rng, shape, axis);
  return {
    views: [randomView(rng, shape, rng.choice(ENTRIES)), index],
    shape: index.shape,
    run: (kernels, [x, index]) => kernels.gather(x, axis, index),
    tolerance: EXACT,
  };
};

const scatterAdd: Draw = (rng) => {
  const shape = randomShape(rng, rng.integer(1, 5));
  const axis = rng.integer(0, shape.length);
  const index = randomIndex(rng, shape, axis);
  const entries = rng.choice(["plain", "small", "infinite"] as const);
  return {
    views: [randomView(rng, shape, entries), index, randomView(rng, index.shape, entries)],
    shape,
    run: (kernels, [x, index, source]) => kernels.scatterAdd(x, axis, index, source),
    tolerance: { kind: "sum", terms: 1 + index.shape[axis] },
    places: [1],
  };
};

const concat: Draw = (rng) => {
  const shape = randomShape(rng, rng.integer(1, 5));
  const axis = rng.integer(0, shape.length);
  const lengths = Array.from({ length: rng.integer(1, 4) }, () => rng.integer(0, 6));
  return {
    views: lengths.map((length) => randomView(rng, shape.with(axis, length), rng.choice(ENTRIES))),
    shape: shape.with(
      axis,
      lengths.reduce((a, b) => a + b, 0),
    ),
    run: (kernels, parts) => kernels.concat(parts, axis),
    tolerance: EXACT,
  };
};

// Along the last axis.
function scan(run: ConformanceCase["run"], entries: readonly Entries[], kind: "sum" | "exact"): Draw {
  return (rng) => {
    const shape = randomShape(rng, rng.integer(1, 4));
    const terms = shape[shape.length - 1];
    const tolerance: Tolerance = kind === "sum" ? { kind, terms } : EXACT;
    return { views: [randomView(rng, shape, rng.choice(entries))], shape, run, tolerance };
  };
}

const DRAWS: Readonly<Record<keyof Kernels, Draw>> = {
  copy: elementwise(1, (kernels, [x]) => kernels.copy(x), EXACT),
  neg: elementwise(1, (kernels, [x]) => kernels.neg(x), EXACT),
  exp: elementwise(1, (kernels, [x]) => kernels.exp(x), ulps(2)),
  log: elementwise(1, (kernels, [x]) => kernels.log(x), ulps(2)),
  log1p: elementwise(1, (kernels, [x]) => kernels.log1p(x), ulps(3)),
  sqrt: elementwise(1, (kernels, [x]) => kernels.sqrt(x), EXACT),
  abs: elementwise(1, (kernels, [x]) => kernels.abs(x), EXACT),
  tanh: elementwise(1, (kernels, [x]) => kernels.tanh(x), ulps(3)),
  sigmoid: elementwise(1, (kernels, [x]) => kernels.sigmoid(x), ulps(3)),
  erf: elementwise(1, (kernels, [x]) => kernels.erf(x), ulps(2)),
  add: elementwise(2, (kernels, [a, b]) => kernels.add(a, b), EXACT),
  sub: elementwise(2, (kernels, [a, b]) => kernels.sub(a, b), EXACT),
  mul: elementwise(2, (kernels, [a, b]) => kernels.mul(a, b), EXACT),
  div: elementwise(2, (kernels, [a, b]) => kernels.div(a, b), EXACT),
  pow: elementwise(2, (kernels, [a, b]) => kernels.pow(a, b), ulps(2)),
  maximum: elementwise(2, (kernels, [a, b]) => kernels.maximum(a, b), EXACT),
  minimum: elementwise(2, (kernels, [a, b]) => kernels.minimum(a, b), EXACT),
  equal: elementwise(2, (kernels, [a, b]) => kernels.equal(a, b), EXACT),
  less: elementwise(2, (kernels, [a, b]) => kernels.less(a, b), EXACT),
  lessEqual: elementwise(2, (kernels, [a, b]) => kernels.lessEqual(a, b), EXACT),
  where: elementwise(3, (kernels, [c, a, b]) => kernels.where(c, a, b), EXACT),
  sin: elementwise(1, (kernels, [x]) => kernels.sin(x), ulps(1)),
  cos: elementwise(1, (kernels, [x]) => kernels.cos(x), ulps(1)),
  sum: reduction("sum", ["plain", "small", "infinite"]),
  max: reduction("max", ENTRIES),
  argmax: reduction("argmax", ENTRIES),
  cumsum: scan((kernels, [x]) => kernels.cumsum(x, x.shape.length > 1), ["plain", "infinite"], "sum"),
  argsort: scan((kernels, [x]) => kernels.argsort(x, x.shape.length > 1), ENTRIES, "exact"),
  matmul,
  gather,
  scatterAdd,
  concat,
  ...windowDraws,
};

export const kernelNames = Object.keys(DRAWS) as (keyof Kernels)[];

/** The case of a kernel that belongs to a seed. */
export function conformanceCase(kernel: keyof Kernels, seed: number): ConformanceCase {
  return { kernel, seed, ...DRAWS[kernel](new Rng(seed)) };
}
