import type { Recipe } from "./recipe.ts";

/** Something worth training, and in a line what it is. */
export interface NamedRecipe {
  readonly what: string;
  readonly recipe: Recipe;
}

const MNIST = { kind: "mnist", train: 60_000, test: 10_000 } as const;
const TEXT = "quick brown fox jumps over the lazy dog. the ";
const LETTERS = new Set(TEXT).size;

const RECIPES: readonly NamedRecipe[] = [
  {
    what: "handwritten digits, one hidden layer",
    recipe: {
      name: "mnist-mlp",
      data: MNIST,
      network: [
        { kind: "flatten" },
        { kind: "linear", inputs: 784, outputs: 256 },
        { kind: "relu" },
        { kind: "linear", inputs: 256, outputs: 10 },
      ],
      optimizer: { kind: "adam", lr: 1e-3 },
      schedule: { kind: "oneCycle", maxLr: 3e-3 },
      batchSize: 128,
      epochs: 10,
      seed: 1,
    },
  },
  {
    what: "handwritten digits, two convolutions",
    recipe: {
      name: "mnist-cnn",
      data: MNIST,
      network: [
        { kind: "conv", inputs: 1, outputs: 32, size: 3, padding: 0 },
        { kind: "relu" },
        { kind: "maxPool", size: 2 },
        { kind: "conv", inputs: 32, outputs: 64, size: 3, padding: 0 },
        { kind: "relu" },
        { kind: "maxPool", size: 2 },
        { kind: "flatten" },
        { kind: "linear", inputs: 64 * 5 * 5, outputs: 128 },
        { kind: "relu" },
        { kind: "linear", inputs: 128, outputs: 10 },
      ],
      optimizer: { kind: "adam", lr: 1e-3 },
      schedule: { kind: "oneCycle", maxLr: 3e-3 },
      batchSize: 64,
      epochs: 1,
      seed: 1,
    },
  },
  {
    what: "Fisher's irises, 30 of the 150 held back",
    recipe: {
      name: "iris-mlp",
      data: { kind: "iris", heldBack: 0.2 },
      network: [
        { kind: "linear", inputs: 4, outputs: 16 },
        { kind: "tanh" },
        { kind: "linear", inputs: 16, outputs: 3 },
      ],
      optimizer: { kind: "adam", lr: 0.01 },
      schedule: { kind: "constant" },
      batchSize: 24,
      epochs: 60,
      seed: 1,
    },
  },
  {
    what: "exclusive or, four points",
    recipe: {
      name: "xor",
      data: { kind: "xor" },
      network: [{ kind: "linear", inputs: 2, outputs: 8 }, { kind: "tanh" }, { kind: "linear", inputs: 8, outputs: 2 }],
      optimizer: { kind: "adam", lr: 0.1 },
      schedule: { kind: "constant" },
      batchSize: 4,
      epochs: 200,
      seed: 1,
    },
  },
  {
    what: "a recurrent network that says the next letter of a text",
    recipe: {
      name: "characters",
      data: { kind: "text", text: TEXT, length: 12 },
      network: [
        { kind: "embedding", count: LETTERS, width: 8 },
        { kind: "gru", inputs: 8, hidden: 24 },
        { kind: "linear", inputs: 24, outputs: LETTERS },
      ],
      optimizer: { kind: "adam", lr: 0.03 },
      schedule: { kind: "constant" },
      clipNorm: 1,
      batchSize: 9,
      epochs: 20,
      seed: 1,
    },
  },
  {
    what: "a transformer that puts four numbers in order",
    recipe: {
      name: "sorting",
      data: { kind: "lists", digits: 5, length: 4, heldBack: 0.2 },
      network: [
        { kind: "embedding", count: 5, width: 16 },
        { kind: "positions", length: 4, width: 16 },
        { kind: "transformer", width: 16, heads: 2, feedForward: 32, layers: 2 },
        { kind: "linear", inputs: 16, outputs: 5 },
      ],
      optimizer: { kind: "adamw", lr: 0.01, weightDecay: 0.01 },
      schedule: { kind: "oneCycle", maxLr: 0.02 },
      clipNorm: 1,
      batchSize: 32,
      epochs: 12,
      seed: 1,
    },
  },
];

/** All recipes by name, in the order in which they are listed. */
export const recipes: ReadonlyMap<string, NamedRecipe> = new Map(RECIPES.map((entry) => [entry.recipe.name, entry]));
