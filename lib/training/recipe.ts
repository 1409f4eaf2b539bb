import { z } from "zod";
import { TrainingError } from "./training-error.ts";

const count = z.int().min(1);
const rate = z.number().positive();

const layer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("linear"), inputs: count, outputs: count }),
  z.strictObject({
    kind: z.literal("conv"),
    inputs: count,
    outputs: count,
    size: count,
    padding: z.int().min(0).default(0),
  }),
  z.strictObject({ kind: z.literal("maxPool"), size: count }),
  z.strictObject({ kind: z.literal("embedding"), count, width: count }),
  /** Adds to a sequence (B,length,width) what tells its places apart. */
  z.strictObject({ kind: z.literal("positions"), length: count, width: count }),
  z.strictObject({ kind: z.literal("gru"), inputs: count, hidden: count }),
  z.strictObject({ kind: z.literal("transformer"), width: count, heads: count, feedForward: count, layers: count }),
  z.strictObject({ kind: z.enum(["flatten", "relu", "tanh", "gelu"]) }),
]);

const data = z.discriminatedUnion("kind", [
  /** Handwritten digits, of each part the first so many. */
  z.strictObject({ kind: z.literal("mnist"), train: count.max(60_000), test: count.max(10_000) }),
  /** Fisher's irises, a share of them held back. */
  z.strictObject({ kind: z.literal("iris"), heldBack: z.number().gt(0).lt(1) }),
  z.strictObject({ kind: z.literal("xor") }),
  /** Every piece of a text that goes round; of each letter, which comes next. */
  z.strictObject({ kind: z.literal("text"), text: z.string().min(2).max(100_000), length: count.max(1000) }),
  /** Every list of so many digits (0 to digits − 1), to be put in order; a share of them held back. */
  z.strictObject({
    kind: z.literal("lists"),
    digits: z.int().min(2).max(10),
    length: z.int().min(2).max(5),
    heldBack: z.number().gt(0).lt(1),
  }),
]);

const optimizer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("adam"), lr: rate }),
  z.strictObject({ kind: z.literal("adamw"), lr: rate, weightDecay: z.number().min(0) }),
  z.strictObject({ kind: z.literal("sgd"), lr: rate, momentum: z.number().min(0).lt(1).default(0) }),
]);

/** The learning rate over the whole run: as it is, up to `maxLr` and down again, or down along half a cosine. */
const schedule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant") }),
  z.strictObject({ kind: z.literal("oneCycle"), maxLr: rate }),
  z.strictObject({ kind: z.literal("cosine") }),
]);

/**
 * All that decides what is learnt, as plain data: the same recipe gives the same losses to the last bit. The network ends in a
 * score for each class (…,classes) and learns by cross-entropy.
 */
const recipeSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/),
  data,
  network: z.array(layer).min(1).max(100),
  optimizer,
  schedule: schedule.default({ kind: "constant" }),
  /** The gradients' norm is brought down to this. */
  clipNorm: z.number().positive().optional(),
  batchSize: count.max(100_000),
  epochs: count.max(1_000_000),
  seed: z.int().min(0),
});

export type Recipe = z.infer<typeof recipeSchema>;
export type RecipeData = Recipe["data"];
export type Layer = Recipe["network"][number];

/** A recipe from anything. Throws a TrainingError that names what is wrong with it. */
export function readRecipe(value: unknown): Recipe {
  const { success, data: recipe, error } = recipeSchema.safeParse(value);
  if (success) return recipe;
  const faults = error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  throw new TrainingError("recipe", `The recipe can't be used. ${faults.join("; ")}.`);
}
