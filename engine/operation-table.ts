import type { Tensor } from "./tensor.ts";
import type { ConvolutionWindow, SlidingWindow } from "./window.ts";

type None = Readonly<Record<never, never>>;
type Axes = { readonly axes: readonly number[]; readonly keepDims: boolean };
type Axis = { readonly axis: number };
type InputSize = { readonly inputSize: readonly number[] };
type AveragingWindow = SlidingWindow & { readonly countPadding: boolean };

/**
 * The closed set of operations with what each takes besides tensors. Every name here can be traced and made faulty;
 * every other function of the engine is composed of these.
 */
export interface OperationAttributes {
  add: None;
  sub: None;
  mul: None;
  div: None;
  neg: None;
  pow: None;
  exp: None;
  log: None;
  log1p: None;
  sqrt: None;
  abs: None;
  erf: None;
  sin: None;
  cos: None;
  clamp: { readonly min: number; readonly max: number };
  maximum: None;
  minimum: None;

  equal: None;
  notEqual: None;
  less: None;
  lessEqual: None;
  greater: None;
  greaterEqual: None;
  where: None;

  relu: None;
  leakyRelu: { readonly slope: number };
  sigmoid: None;
  tanh: None;
  gelu: { readonly approximate: "none" | "tanh" };
  silu: None;
  softplus: None;

  matmul: None;

  conv1d: ConvolutionWindow;
  conv2d: ConvolutionWindow;
  convInputGradient: ConvolutionWindow & InputSize;
  convWeightGradient: ConvolutionWindow;
  maxPool1d: SlidingWindow;
  maxPool2d: SlidingWindow;
  maxPoolPositions: SlidingWindow;
  maxPoolGradient: SlidingWindow;
  avgPool1d: AveragingWindow;
  avgPool2d: AveragingWindow;
  avgPoolGradient: AveragingWindow & InputSize;

  sum: Axes;
  mean: Axes;
  max: Axes;
  min: Axes;
  argmax: Axes;
  softmax: Axis;
  logSoftmax: Axis;
  logSumExp: Axes;
  norm: Axes;
  cumsum: Axis & { readonly reverse: boolean };
  argsort: Axis & { readonly descending: boolean };

  reshape: { readonly shape: readonly number[] };
  permute: { readonly order: readonly number[] };
  broadcastTo: { readonly shape: readonly number[] };
  slice: { readonly axis: number; readonly start: number; readonly end: number; readonly step: number };
  concat: Axis;
  gather: Axis;
  scatterAdd: Axis;

  bce: None;
  crossEntropy: { readonly reduction: "mean" | "sum" | "none" };
}

export type OperationName = keyof OperationAttributes;

/** One use of an operation: what went in and what came out. */
export interface Call<Attributes> {
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly output: Tensor;
  /** Which inputs want a gradient; a rule may give null for the others. */
  readonly wanted: readonly boolean[];
}

/** One gradient for each input, of the input's shape; null where there is none. */
export type InputGradients = readonly (Tensor | null)[];

export type ForwardRule<Attributes> = (inputs: readonly Tensor[], attributes: Attributes) => Tensor;

/** ∂loss/∂inputs from `upstream` = ∂loss/∂output. */
export type BackwardRule<Attributes> = (call: Call<Attributes>, upstream: Tensor) => InputGradients;

export interface Rules<Attributes> {
  readonly forward: ForwardRule<Attributes>;
  /** Null where the result does not change with the inputs but in jumps (comparisons, argmax, argsort). */
  readonly backward: BackwardRule<Attributes> | null;
}
