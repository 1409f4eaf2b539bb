import { describe, expect, test } from "vitest";
import { learnText } from "#engine/examples/characters.ts";
import { learnToSort } from "#engine/examples/sorting.ts";
import { learnXor } from "#engine/examples/xor.ts";
import { createWasmBackend, referenceBackend, scope, withBackend } from "#engine/index.ts";
import { trainConvolutional, trainPerceptron } from "../training.ts";

describe.each([
  ["a perceptron", trainPerceptron],
  ["a convolutional network", trainConvolutional],
])("training %s on the WASM backend", (_, train) => {
  test("takes the reference's losses for 20 steps, within 1e-4", async () => {
    const got = await train(await createWasmBackend());
    const wanted = await train(referenceBackend);
    expect(wanted[19]).toBeLessThan(0.8 * wanted[0]);
    const apart = got.map((loss, i) => Math.abs(loss - wanted[i]) / wanted[i]);
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  test("repeats to the last digit", async () => {
    const [first, second] = await Promise.all([createWasmBackend(), createWasmBackend()]);
    expect(await train(first)).toEqual(await train(second));
  });
});

describe("an example on the WASM backend takes the reference's losses, within 1e-5:", () => {
  test.each<[string, () => { readonly losses: number[] }, number]>([
    ["exclusive or", () => learnXor({ steps: 40 }), 40],
    ["a recurrent network that reads a text", () => learnText({ epochs: 8 }), 8],
    ["a transformer that sorts", () => learnToSort({ epochs: 1 }), 15],
  ])("%s", async (_, learn, steps) => {
    const backend = await createWasmBackend();
    const { losses } = withBackend(backend, () => scope(learn));
    const wanted = learn().losses;
    expect([losses.length, wanted.length]).toEqual([steps, steps]);
    const apart = losses.map((loss, i) => Math.abs(loss - wanted[i]) / wanted[i]);
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });
});
