import { expect, test } from "vitest";
import { recipes } from "#lib/training/recipes.ts";
import { workOf } from "#lib/training/work.ts";

test.each([
  // 3 · 128 · 2 · (784·256 + 256·10)
  ["mnist-mlp", 156_106_752],
  // 3 · 64 · 2 · (26²·32·9 + 11²·64·288 + 1600·128 + 128·10)
  ["mnist-cnn", 1_010_319_360],
  // 3 · 24 · 2 · (4·16 + 16·3)
  ["iris-mlp", 16_128],
])("a step of %s takes %i operations", (name, operations) => {
  expect(workOf(recipes.get(name)!.recipe)).toBe(operations);
});

test("a transformer's products, and those of its attention, are counted", () => {
  const { recipe } = recipes.get("sorting")!;
  // 3 · 32 · (2 · (4·(8·16² + 4·16·32) + 4·4²·16) + 4·2·16·5)
  expect(workOf(recipe)).toBe(3_403_776);
});
