import { ArgumentError, ShapeError } from "../errors.ts";
import { dropout } from "../ops/dropout.ts";
import { concat, select } from "../ops/layout.ts";
import type { RecurrentWeights } from "../ops/recurrent.ts";
import type { SequenceOptions, SequenceResult } from "../ops/recurrent-sequence.ts";
import type { Rng } from "../random.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { uniform } from "./init.ts";
import { Module, named, parameter } from "./module.ts";

export interface RecurrentSettings {
  readonly rng: Rng;
  /** Layers on top of each other, each reading the outputs of the one below. */
  readonly layers?: number;
  readonly bias?: boolean;
  /** Sequences are (B,T,…) in place of (T,B,…). States are (layers·directions,B,H) in any case. */
  readonly batchFirst?: boolean;
  /** Share of a layer's outputs dropped on the way to the next layer, in training. */
  readonly dropout?: number;
  /** A second set of weights reads each sequence from its end; outputs are (…,2H). */
  readonly bidirectional?: boolean;
}

interface Pass {
  readonly suffix: string;
  readonly reverse: boolean;
  readonly weights: RecurrentWeights;
}

/**
 * What recurrent layers share: their weights, under PyTorch's names, and the way through layers and directions.
 * `States` is a tensor, or several, of shape (layers·directions,B,H).
 */
export abstract class Recurrent<States, Result extends SequenceResult> extends Module<
  [x: Tensor, states?: States],
  Result
> {
  protected abstract readonly name: string;
  readonly inputs: number;
  readonly hidden: number;
  protected readonly settings: Required<Omit<RecurrentSettings, "rng">>;
  private readonly rng: Rng;
  private readonly passes: readonly (readonly Pass[])[];

  constructor(gates: number, inputs: number, hidden: number, settings: RecurrentSettings) {
    super();
    const { rng, layers = 1, bias = true, batchFirst = false, dropout: p = 0, bidirectional = false } = settings;
    if ([inputs, hidden, layers].some((size) => !Number.isInteger(size) || size < 1)) {
      throw new ArgumentError(
        `a recurrent layer needs whole sizes above 0, got ${inputs} inputs, ${hidden} hidden units, ${layers} layers`,
      );
    }
    this.inputs = inputs;
    this.hidden = hidden;
    this.settings = { layers, bias, batchFirst, dropout: p, bidirectional };
    this.rng = rng;
    const standard = uniform(1 / Math.sqrt(hidden));
    const directions = bidirectional ? [false, true] : [false];
    this.passes = Array.from({ length: layers }, (_, layer) =>
      directions.map((reverse): Pass => {
        const width = layer === 0 ? inputs : hidden * directions.length;
        const make = (...shape: number[]) => parameter(shape, standard, rng);
        return {
          suffix: `l${layer}${reverse ? "_reverse" : ""}`,
          reverse,
          weights: {
            weightIh: make(gates * hidden, width),
            weightHh: make(gates * hidden, hidden),
            ...(bias && { biasIh: make(gates * hidden), biasHh: make(gates * hidden) }),
          },
        };
      }),
    );
  }

  /** One layer in one direction over the whole sequence, from its own first states (B,H). */
  protected abstract pass(
    x: Tensor,
    weights: RecurrentWeights,
    options: SequenceOptions,
    place: number,
    states: States | undefined,
  ): Result;

  protected run(
    x: Tensor,
    states: States | undefined,
  ): { readonly output: Tensor; readonly results: readonly Result[] } {
    if (x.rank !== 3 || x.shape[2] !== this.inputs) {
      const axes = this.settings.batchFirst ? "(B,T" : "(T,B";
      throw new ShapeError(`${this.name} needs x ${axes},${this.inputs}), got ${formatShape(x.shape)}`);
    }
    const results: Result[] = [];
    let output = x;
    this.passes.forEach((directions, layer) => {
      const input = layer === 0 ? output : this.thin(output);
      const ofLayer = directions.map(({ weights, reverse }, direction) =>
        this.pass(
          input,
          weights,
          { batchFirst: this.settings.batchFirst, reverse },
          layer * directions.length + direction,
          states,
        ),
      );
      results.push(...ofLayer);
      output =
        ofLayer.length === 1
          ? ofLayer[0].output
          : concat(
              ofLayer.map((result) => result.output),
              -1,
            );
    });
    return { output, results };
  }

  private thin(x: Tensor): Tensor {
    const { dropout: p } = this.settings;
    return this.training && p > 0 ? dropout(x, { p, rng: this.rng }) : x;
  }

  protected stateAt(states: Tensor | undefined, place: number): Tensor | undefined {
    if (states === undefined) return undefined;
    const count = this.passes.length * this.passes[0].length;
    if (states.rank !== 3 || states.shape[0] !== count) {
      throw new ShapeError(
        `${this.name} needs first states (${count},B,${this.hidden}), got ${formatShape(states.shape)}`,
      );
    }
    return select(states, 0, place);
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    const all = this.passes.flat().map(({ suffix, weights: { weightIh, weightHh, biasIh = null, biasHh = null } }) => ({
      [`weight_ih_${suffix}`]: weightIh,
      [`weight_hh_${suffix}`]: weightHh,
      [`bias_ih_${suffix}`]: biasIh,
      [`bias_hh_${suffix}`]: biasHh,
    }));
    return named(Object.assign({}, ...all) as Record<string, Tensor | null>);
  }
}
