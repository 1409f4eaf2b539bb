import { stack } from "../ops/layout.ts";
import type { LstmState, RecurrentWeights } from "../ops/recurrent.ts";
import { gru, lstm, rnn, type SequenceOptions, type SequenceResult } from "../ops/recurrent-sequence.ts";
import type { Tensor } from "../tensor.ts";
import { Recurrent, type RecurrentSettings } from "./recurrent.ts";

export interface RnnSettings extends RecurrentSettings {
  readonly nonlinearity?: "tanh" | "relu";
}

/**
 * Layers of `rnn`: x (T,B,in) and optional first states (layers·directions,B,H) → outputs (T,B,H·directions) of the last
 * layer and last states (layers·directions,B,H). Defaults and weights as in PyTorch; one example alone needs a batch axis.
 */
export class RNN extends Recurrent<Tensor, SequenceResult> {
  protected override readonly name = "RNN";
  private readonly nonlinearity: "tanh" | "relu";

  constructor(inputs: number, hidden: number, { nonlinearity = "tanh", ...settings }: RnnSettings) {
    super(1, inputs, hidden, settings);
    this.nonlinearity = nonlinearity;
  }

  forward(x: Tensor, states?: Tensor): SequenceResult {
    const { output, results } = this.run(x, states);
    return { output, hidden: stack(results.map(({ hidden }) => hidden)) };
  }

  protected override pass(
    x: Tensor,
    weights: RecurrentWeights,
    options: SequenceOptions,
    place: number,
    states?: Tensor,
  ): SequenceResult {
    return rnn(x, weights, { ...options, nonlinearity: this.nonlinearity, hidden: this.stateAt(states, place) });
  }
}

/** Layers of `gru`, else like `RNN`. */
export class GRU extends Recurrent<Tensor, SequenceResult> {
  protected override readonly name = "GRU";
  constructor(inputs: number, hidden: number, settings: RecurrentSettings) {
    super(3, inputs, hidden, settings);
  }

  forward(x: Tensor, states?: Tensor): SequenceResult {
    const { output, results } = this.run(x, states);
    return { output, hidden: stack(results.map(({ hidden }) => hidden)) };
  }

  protected override pass(
    x: Tensor,
    weights: RecurrentWeights,
    options: SequenceOptions,
    place: number,
    states?: Tensor,
  ): SequenceResult {
    return gru(x, weights, { ...options, hidden: this.stateAt(states, place) });
  }
}

/** Layers of `lstm`, with cell states (layers·directions,B,H) beside the hidden ones, else like `RNN`. */
export class LSTM extends Recurrent<LstmState, SequenceResult & LstmState> {
  protected override readonly name = "LSTM";
  constructor(inputs: number, hidden: number, settings: RecurrentSettings) {
    super(4, inputs, hidden, settings);
  }

  forward(x: Tensor, states?: LstmState): SequenceResult & LstmState {
    const { output, results } = this.run(x, states);
    return {
      output,
      hidden: stack(results.map(({ hidden }) => hidden)),
      cell: stack(results.map(({ cell }) => cell)),
    };
  }

  protected override pass(
    x: Tensor,
    weights: RecurrentWeights,
    options: SequenceOptions,
    place: number,
    states?: LstmState,
  ): SequenceResult & LstmState {
    const [hidden, cell] = [this.stateAt(states?.hidden, place), this.stateAt(states?.cell, place)];
    return lstm(x, weights, { ...options, hidden, cell });
  }
}
