import { add, nn, Rng, type Tensor } from "#engine/index.ts";
import type { Layer, Recipe } from "./recipe.ts";

/** The network of a recipe, its first weights drawn from the recipe's seed. */
export function makeNetwork({ network, seed }: Pick<Recipe, "network" | "seed">): nn.Sequential {
  const rng = new Rng(seed);
  return new nn.Sequential(...network.map((layer) => makeLayer(layer, rng)));
}

function makeLayer(layer: Layer, rng: Rng): nn.Module {
  switch (layer.kind) {
    case "linear":
      return new nn.Linear(layer.inputs, layer.outputs, { rng });
    case "conv":
      return new nn.Conv2d(layer.inputs, layer.outputs, layer.size, { rng, padding: layer.padding });
    case "maxPool":
      return new nn.MaxPool2d(layer.size);
    case "embedding":
      return new nn.Embedding(layer.count, layer.width, { rng });
    case "positions":
      return new Positions(layer.length, layer.width);
    case "gru":
      return new Reader(new nn.GRU(layer.inputs, layer.hidden, { rng, batchFirst: true }));
    case "transformer":
      return makeTransformer(layer, rng);
    case "flatten":
      return new nn.Flatten();
    case "relu":
      return new nn.ReLU();
    case "tanh":
      return new nn.Tanh();
    case "gelu":
      return new nn.GELU();
  }
}

/** Layers that normalize first, without dropout: (B,L,width) → (B,L,width). */
function makeTransformer(layer: Extract<Layer, { kind: "transformer" }>, rng: Rng): nn.TransformerEncoder {
  const { width, heads, feedForward, layers } = layer;
  const settings = { rng, feedForward, dropout: 0, batchFirst: true, normFirst: true };
  const encoders = Array.from({ length: layers }, () => new nn.TransformerEncoderLayer(width, heads, settings));
  return new nn.TransformerEncoder(encoders, new nn.LayerNorm(width));
}

/** x + the places' own numbers: (B,length,width) → (B,length,width). */
class Positions extends nn.Module {
  private readonly places: Tensor;

  constructor(length: number, width: number) {
    super();
    this.places = nn.sinusoidalPositions(length, width);
  }

  forward(x: Tensor): Tensor {
    return add(x, this.places);
  }
}

/** A recurrent layer's output at every place of the sequence: (B,L,in) → (B,L,hidden). */
class Reader extends nn.Module {
  private readonly layer: nn.GRU;

  constructor(layer: nn.GRU) {
    super();
    this.layer = layer;
  }

  forward(x: Tensor): Tensor {
    return this.layer.forward(x).output;
  }

  override children(): ReadonlyMap<string, nn.AnyModule> {
    return new Map<string, nn.AnyModule>([["layer", this.layer]]);
  }
}
