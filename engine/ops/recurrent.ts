import { ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { relu, sigmoid, tanh } from "./activation.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { linear } from "./matmul.ts";
import { chunk } from "./split.ts";

/**
 * The weights of a recurrent layer with H hidden units, under PyTorch's names. The gates lie one after another along the
 * first axis: one for `rnn`, four (input, forget, cell, output) for `lstm`, three (reset, update, new) for `gru`.
 */
export interface RecurrentWeights {
  /** (gates·H,in) */
  readonly weightIh: Tensor;
  /** (gates·H,H) */
  readonly weightHh: Tensor;
  /** (gates·H) */
  readonly biasIh?: Tensor;
  /** (gates·H); beside `biasIh` of use in `gru` only. */
  readonly biasHh?: Tensor;
}

export interface RnnOptions {
  readonly nonlinearity?: "tanh" | "relu";
}

export interface LstmState {
  /** (B,H) */
  readonly hidden: Tensor;
  /** (B,H) */
  readonly cell: Tensor;
}

/** h′ = tanh(W_ih x + b_ih + W_hh h + b_hh) for x (B,in) and h (B,H). Elman 1990. Throws a ShapeError on other shapes. */
export function rnnCell(x: Tensor, hidden: Tensor, weights: RecurrentWeights, options: RnnOptions = {}): Tensor {
  return rnnStep(inputPart("rnn", 1, x, weights), hidden, weights, options);
}

/**
 * i, f, o = σ(…), g = tanh(…) of W_ih x + b_ih + W_hh h + b_hh; c′ = f·c + i·g; h′ = o·tanh c′. Hochreiter & Schmidhuber
 * 1997, with the forget gate of Gers et al. 2000. Throws a ShapeError on other shapes.
 */
export function lstmCell(x: Tensor, state: LstmState, weights: RecurrentWeights): LstmState {
  return lstmStep(inputPart("lstm", 4, x, weights), state, weights);
}

/**
 * r, z = σ(W_ih x + b_ih + W_hh h + b_hh); n = tanh(W_in x + b_in + r·(W_hn h + b_hn)); h′ = (1 − z)·n + z·h. Cho et al.
 * 2014, with the reset gate after the product, as in PyTorch. Throws a ShapeError on other shapes.
 */
export function gruCell(x: Tensor, hidden: Tensor, weights: RecurrentWeights): Tensor {
  return gruStep(inputPart("gru", 3, x, weights), hidden, weights);
}

/** What the input gives to all gates, W_ih x + b_ih: (…,in) → (…,gates·H). */
export function inputPart(name: string, gates: number, x: Tensor, weights: RecurrentWeights): Tensor {
  const { weightIh, weightHh } = weights;
  const [rows, units] = weightHh.shape;
  const fits = weightHh.rank === 2 && rows === gates * units && weightIh.rank === 2 && weightIh.shape[0] === rows;
  if (!fits) {
    throw new ShapeError(
      `${name} needs weightIh (${gates}·H,in) and weightHh (${gates}·H,H), ` +
        `got ${formatShape(weightIh.shape)} and ${formatShape(weightHh.shape)}`,
    );
  }
  return linear(x, weightIh, weights.biasIh);
}

function hiddenPart(hidden: Tensor, { weightHh, biasHh }: RecurrentWeights): Tensor {
  return linear(hidden, weightHh, biasHh);
}

/** `rnnCell` from the input's part on. */
export function rnnStep(
  fromInput: Tensor,
  hidden: Tensor,
  weights: RecurrentWeights,
  { nonlinearity = "tanh" }: RnnOptions,
): Tensor {
  const sum = add(fromInput, hiddenPart(hidden, weights));
  return nonlinearity === "tanh" ? tanh(sum) : relu(sum);
}

/** `lstmCell` from the input's part on. */
export function lstmStep(fromInput: Tensor, { hidden, cell }: LstmState, weights: RecurrentWeights): LstmState {
  const [input, forget, candidate, output] = chunk(add(fromInput, hiddenPart(hidden, weights)), 4, -1);
  const next = add(mul(sigmoid(forget), cell), mul(sigmoid(input), tanh(candidate)));
  return { hidden: mul(sigmoid(output), tanh(next)), cell: next };
}

/** `gruCell` from the input's part on. */
export function gruStep(fromInput: Tensor, hidden: Tensor, weights: RecurrentWeights): Tensor {
  const [resetIn, updateIn, newIn] = chunk(fromInput, 3, -1);
  const [resetHidden, updateHidden, newHidden] = chunk(hiddenPart(hidden, weights), 3, -1);
  const reset = sigmoid(add(resetIn, resetHidden));
  const update = sigmoid(add(updateIn, updateHidden));
  const candidate = tanh(add(newIn, mul(reset, newHidden)));
  return add(mul(sub(1, update), candidate), mul(update, hidden));
}
