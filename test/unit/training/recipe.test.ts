import { describe, expect, test } from "vitest";
import { readRecipe } from "#lib/training/recipe.ts";
import { recipes } from "#lib/training/recipes.ts";

const xor = recipes.get("xor")!.recipe;

test.each([...recipes.values()])("the recipe $recipe.name is whole: reading it changes nothing", ({ recipe }) => {
  expect(readRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
});

test("what a recipe leaves out is a constant learning rate, no padding and no momentum", () => {
  const { schedule: _, ...rest } = xor;
  const network = [{ kind: "conv", inputs: 1, outputs: 1, size: 1 }];
  expect(readRecipe({ ...rest, network, optimizer: { kind: "sgd", lr: 1 } })).toMatchObject({
    schedule: { kind: "constant" },
    network: [{ padding: 0 }],
    optimizer: { momentum: 0 },
  });
});

describe("a recipe that can't be used says why:", () => {
  test.each<[string, unknown, string]>([
    ["nothing", null, "it: Invalid input: expected object, received null"],
    ["no layers", { ...xor, network: [] }, "network: Too small: expected array to have >=1 items"],
    ["a field too many", { ...xor, speed: 3 }, 'it: Unrecognized key: "speed"'],
    ["no epochs", { ...xor, epochs: 0 }, "epochs: Too small: expected number to be >=1"],
    [
      "a learning rate of 0",
      { ...xor, optimizer: { kind: "adam", lr: 0 } },
      "optimizer.lr: Too small: expected number",
    ],
    ["a name that is a path", { ...xor, name: "../a" }, "name: Invalid string: must match pattern"],
    ["half a seed", { ...xor, seed: 0.5 }, "seed: Invalid input: expected int, received number"],
    ["too many digits", { ...xor, data: { kind: "mnist", train: 60_001, test: 1 } }, "data.train: Too big"],
    ["a layer nobody knows", { ...xor, network: [{ kind: "magic" }] }, "network.0.kind: "],
  ])("%s", (_, recipe, why) => {
    expect(() => readRecipe(recipe)).toThrow(`The recipe can't be used. ${why}`);
  });
});
