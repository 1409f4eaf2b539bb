import type { Expression } from "../expr.ts";
import type { Shape, Strides } from "../shape.ts";
import type { ConvolutionWindow, Pair, SlidingWindow } from "../window.ts";

/** Where the numbers lie. Only their backend looks inside. */
export interface Storage {
  readonly length: number;
}

/** A rectangular reading of a storage: entry (i,j,…) lies at offset + i·strides[0] + j·strides[1] + … */
export interface View<S extends Storage = Storage> {
  readonly storage: S;
  readonly shape: Shape;
  readonly strides: Strides;
  readonly offset: number;
}

/**
 * The closed set of kernels. Everything the engine computes, forward and backward, is made of these, so a backend
 * that has them all has the whole engine; one that lacks a kernel does not compile.
 *
 * A kernel reads views with any strides (0 where an axis is broadcast) and gives a new storage in row-major order.
 * Views of one elementwise call have equal shapes. NaN propagates through all but the comparisons, which give 0.
 */
export interface Kernels<S extends Storage = Storage> {
  copy(x: View<S>): S;

  neg(x: View<S>): S;
  exp(x: View<S>): S;
  log(x: View<S>): S;
  /** log(1 + x), exact for small x. */
  log1p(x: View<S>): S;
  sqrt(x: View<S>): S;
  abs(x: View<S>): S;
  tanh(x: View<S>): S;
  /** 1 / (1 + e⁻ˣ), without overflow on either side. */
  sigmoid(x: View<S>): S;
  /** 2/√π · ∫₀ˣ e^(−t²) dt */
  erf(x: View<S>): S;
  sin(x: View<S>): S;
  cos(x: View<S>): S;

  add(a: View<S>, b: View<S>): S;
  sub(a: View<S>, b: View<S>): S;
  mul(a: View<S>, b: View<S>): S;
  div(a: View<S>, b: View<S>): S;
  pow(a: View<S>, b: View<S>): S;
  maximum(a: View<S>, b: View<S>): S;
  minimum(a: View<S>, b: View<S>): S;
  /** Comparisons give 1 or 0. */
  equal(a: View<S>, b: View<S>): S;
  less(a: View<S>, b: View<S>): S;
  lessEqual(a: View<S>, b: View<S>): S;
  /** a where the condition is not 0, b elsewhere. */
  where(condition: View<S>, a: View<S>, b: View<S>): S;

  /** Reductions run over all axes from `kept` on; the first `kept` axes are the result's shape. */
  sum(x: View<S>, kept: number): S;
  /** Largest entry, NaN if there is one; the reduced axes are not empty. */
  max(x: View<S>, kept: number): S;
  /** Row-major position of the first largest entry, of the first NaN if there is one. */
  argmax(x: View<S>, kept: number): S;

  /** Running sums along the last axis, from its start or, if `reverse`, from its end. */
  cumsum(x: View<S>, reverse: boolean): S;
  /** Positions along the last axis in the order of their entries, equal ones as they stood; NaN counts as largest. */
  argsort(x: View<S>, descending: boolean): S;

  /** (…,m,k)·(…,k,n) → (…,m,n) with equal leading axes. */
  matmul(a: View<S>, b: View<S>): S;

  /**
   * The three readings of one sum of products, with x (N,C,H,W), weight (O,C/groups,KH,KW), y (N,O,OH,OW) and
   * (KH,KW) = window.size: y[n,o,i,j] = Σ weight[o,c,p,q] · x[n, c of o's group, entry (p,q) of window (i,j)].
   * Each is linear in both its arguments, so the gradients of one are the other two.
   */
  conv2d(x: View<S>, weight: View<S>, window: ConvolutionWindow<Pair>): S;
  /** ∂/∂x of Σ dy·y, of the shape (N,C,…inputSize). */
  conv2dInputGradient(dy: View<S>, weight: View<S>, window: ConvolutionWindow<Pair>, inputSize: Pair): S;
  /** ∂/∂weight of Σ dy·y. */
  conv2dWeightGradient(x: View<S>, dy: View<S>, window: ConvolutionWindow<Pair>): S;

  /** (N,C,H,W) → (N,C,OH,OW): the largest entry of each window, NaN if there is one. Padding never wins. */
  maxPool2d(x: View<S>, window: SlidingWindow<Pair>): S;
  /** Where it is: row·W + column of the first largest entry, of the last NaN if there is one. */
  maxPool2dPositions(x: View<S>, window: SlidingWindow<Pair>): S;
  /** dy (N,C,OH,OW) brought to those places, and summed there, in zeros of x's shape. */
  maxPool2dGradient(x: View<S>, dy: View<S>, window: SlidingWindow<Pair>): S;
  /** The mean of each window: its sum, padding as 0, over the number of its entries, with or without the padding. */
  avgPool2d(x: View<S>, window: SlidingWindow<Pair>, countPadding: boolean): S;
  /** dy (N,C,OH,OW) shared out evenly among the entries of each window: (N,C,…inputSize). */
  avgPool2dGradient(dy: View<S>, window: SlidingWindow<Pair>, countPadding: boolean, inputSize: Pair): S;

  /** out[i,j,…] = x[…index[i,j,…] on `axis`…]; the shape is the index's. Throws an IndexError outside the axis. */
  gather(x: View<S>, axis: number, index: View<S>): S;
  /** x with source[i,j,…] added at […index[i,j,…] on `axis`…]. Throws an IndexError outside the axis. */
  scatterAdd(x: View<S>, axis: number, index: View<S>, source: View<S>): S;
  concat(parts: readonly View<S>[], axis: number): S;
}

export type UnaryKernelName =
  | "neg"
  | "exp"
  | "log"
  | "log1p"
  | "sqrt"
  | "abs"
  | "tanh"
  | "sigmoid"
  | "erf"
  | "sin"
  | "cos";
export type BinaryKernelName =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "maximum"
  | "minimum"
  | "equal"
  | "less"
  | "lessEqual";

/** How often each storage is in use, for a backend whose memory the garbage collector does not see. */
export interface StorageCounts<S extends Storage = Storage> {
  retain(storage: S): void;
  /** Undoes one `retain`; after the last the storage's memory is used for others. */
  release(storage: S): void;
}

/**
 * A step of a program that a backend carries out again without the program. It is carried out by the program until two runs in
 * a row have done the same; from then on it is replayed.
 */
export interface StepRecorder<S extends Storage = Storage> {
  /** Lets the program carry out the step, and watches. Throws a ReplayError for what cannot be repeated. */
  watch<T>(run: () => T): T;
  /**
   * Compares the last two runs, after everything that belongs to the last one. Throws a ReplayError if the step does not
   * become the same.
   */
  compare(): void;
  /**
   * Carries out the step so many times again, by its launches or as one function that it was compiled to; null, having done
   * nothing, where the program has to.
   */
  replay(times: number): "replayed" | "compiled" | null;
  /** Gives a storage new numbers. */
  fill(storage: S, values: View<S> | ArrayLike<number>): void;
  /** Gives back the memory that replays need. */
  release(): void;
}

/** The seam where a device plugs in: its kernels, and the way in and out for numbers. */
export interface Backend<S extends Storage = Storage> {
  readonly name: string;
  readonly kernels: Kernels<S>;
  /** Copies the values, which stay the caller's. */
  upload(values: Float64Array): S;
  /** Entries in row-major order, in an array of the caller's own. */
  read(view: View<S>): Promise<Float64Array>;
  /** The same at once; absent on a device that cannot. */
  readSync?(view: View<S>): Float64Array;
  /**
   * Several scalar expressions of views of one shape, with values for the parameters in them, in one pass: a row-major storage
   * for each. Absent where kernels are carried out one by one.
   */
  map?(expressions: readonly Expression[], inputs: readonly View<S>[], values: readonly number[]): S[];
  /** Present where memory has to be given back; see lifetime.ts. */
  readonly counts?: StorageCounts<S>;
}
