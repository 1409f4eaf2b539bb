import type { Layer, Recipe, RecipeData } from "./recipe.ts";

/** Floating-point operations of a step of training: forward, and twice as many for the gradients. Of products alone. */
export function workOf({ data, network, batchSize }: Recipe): number {
  let shape = shapeOf(data);
  let work = 0;
  for (const layer of network) {
    work += operationsOf(layer, shape);
    shape = shapeAfter(layer, shape);
  }
  return 3 * batchSize * work;
}

/** Of one example. */
function shapeOf(data: RecipeData): readonly number[] {
  switch (data.kind) {
    case "mnist":
      return [1, 28, 28];
    case "iris":
      return [4];
    case "xor":
      return [2];
    case "text":
    case "lists":
      return [data.length];
  }
}

function shapeAfter(layer: Layer, shape: readonly number[]): readonly number[] {
  switch (layer.kind) {
    case "linear":
      return [...shape.slice(0, -1), layer.outputs];
    case "conv":
      return [layer.outputs, ...shape.slice(1).map((size) => size + 2 * layer.padding - layer.size + 1)];
    case "maxPool":
      return [shape[0], ...shape.slice(1).map((size) => Math.floor(size / layer.size))];
    case "embedding":
      return [...shape, layer.width];
    case "gru":
      return [...shape.slice(0, -1), layer.hidden];
    case "flatten":
      return [sizeOf(shape)];
    default:
      return shape;
  }
}

// A multiplication and an addition for each weight and each place where it is used.
function operationsOf(layer: Layer, shape: readonly number[]): number {
  switch (layer.kind) {
    case "linear":
      return 2 * sizeOf(shape) * layer.outputs;
    case "conv": {
      const [outputs, ...places] = shapeAfter(layer, shape);
      return 2 * sizeOf(places) * outputs * layer.inputs * layer.size ** 2;
    }
    case "gru":
      return 6 * shape[0] * (layer.inputs + layer.hidden) * layer.hidden;
    case "transformer": {
      const [length] = shape;
      const { width, feedForward, layers } = layer;
      return layers * (length * (8 * width ** 2 + 4 * width * feedForward) + 4 * length ** 2 * width);
    }
    default:
      return 0;
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
