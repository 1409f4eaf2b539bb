import { zeros } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { stack } from "./layout.ts";
import {
  gruStep,
  inputPart,
  type LstmState,
  lstmStep,
  type RecurrentWeights,
  type RnnOptions,
  rnnStep,
} from "./recurrent.ts";
import { unbind } from "./split.ts";

export interface SequenceOptions {
  /** The input is (B,T,in) and the output (B,T,H), in place of (T,B,in) and (T,B,H). */
  readonly batchFirst?: boolean;
  /** From the last step to the first, as the way back of a bidirectional layer; outputs stay at their own step. */
  readonly reverse?: boolean;
}

/** The hidden state after every step (T,B,H), and after the one that was read last (B,H). */
export interface SequenceResult {
  readonly output: Tensor;
  readonly hidden: Tensor;
}

interface HiddenStart {
  /** (B,H); zeros by default. */
  readonly hidden?: Tensor;
}

/** A layer of `rnnCell` over a sequence (T,B,in). Throws a ShapeError on other shapes, and for a sequence of no steps. */
export function rnn(
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions & HiddenStart & RnnOptions = {},
): SequenceResult {
  const start = startFor("rnn", x, options.hidden, weights, options);
  const step = (input: Tensor, hidden: Tensor) => rnnStep(input, hidden, weights, options);
  const { states, last } = overSteps("rnn", 1, x, weights, options, start, step);
  return { output: joined(states, options), hidden: last };
}

/** A layer of `lstmCell` over a sequence (T,B,in), with the cell state after the last step. Throws like `rnn`. */
export function lstm(
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions & Partial<LstmState> = {},
): SequenceResult & LstmState {
  const start: LstmState = {
    hidden: startFor("lstm", x, options.hidden, weights, options),
    cell: startFor("lstm", x, options.cell, weights, options),
  };
  const step = (input: Tensor, state: LstmState) => lstmStep(input, state, weights);
  const { states, last } = overSteps("lstm", 4, x, weights, options, start, step);
  const hiddenStates = states.map(({ hidden }) => hidden);
  return { output: joined(hiddenStates, options), ...last };
}

/** A layer of `gruCell` over a sequence (T,B,in). Throws like `rnn`. */
export function gru(x: Tensor, weights: RecurrentWeights, options: SequenceOptions & HiddenStart = {}): SequenceResult {
  const start = startFor("gru", x, options.hidden, weights, options);
  const step = (input: Tensor, hidden: Tensor) => gruStep(input, hidden, weights);
  const { states, last } = overSteps("gru", 3, x, weights, options, start, step);
  return { output: joined(states, options), hidden: last };
}

// The input's part of all steps at once, then step by step; the states are in the order of the sequence.
function overSteps<State>(
  name: string,
  gates: number,
  x: Tensor,
  weights: RecurrentWeights,
  { batchFirst = false, reverse = false }: SequenceOptions,
  start: State,
  step: (input: Tensor, state: State) => State,
): { readonly states: State[]; readonly last: State } {
  const inputs = unbind(inputPart(name, gates, x, weights), batchFirst ? 1 : 0);
  const states: State[] = [];
  let last = start;
  for (const input of reverse ? inputs.toReversed() : inputs) {
    last = step(input, last);
    states.push(last);
  }
  return { states: reverse ? states.toReversed() : states, last };
}

function startFor(
  name: string,
  x: Tensor,
  given: Tensor | undefined,
  { weightHh }: RecurrentWeights,
  { batchFirst = false }: SequenceOptions,
): Tensor {
  const [steps, batch] = batchFirst ? [x.shape[1], x.shape[0]] : x.shape;
  if (x.rank !== 3 || steps === 0) {
    throw new ShapeError(
      `${name} needs a sequence ${batchFirst ? "(B,T,in)" : "(T,B,in)"} of one step or more, got ${formatShape(x.shape)}`,
    );
  }
  const shape = [batch, weightHh.shape[weightHh.rank - 1]];
  if (given === undefined) return zeros(shape, { backend: x.backend });
  if (!sameShape(given.shape, shape)) {
    throw new ShapeError(`${name} needs first states ${formatShape(shape)}, got ${formatShape(given.shape)}`);
  }
  return given;
}

function joined(states: readonly Tensor[], { batchFirst = false }: SequenceOptions): Tensor {
  return stack(states, batchFirst ? 1 : 0);
}
