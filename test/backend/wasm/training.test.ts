import { describe, expect, test } from "vitest";
import { createWasmBackend, referenceBackend } from "#engine/index.ts";
import { trainConvolutional, trainPerceptron } from "../training.ts";

describe.each([
  ["a perceptron", trainPerceptron],
  ["a convolutional network", trainConvolutional],
])("training %s on the WASM backend", (_, train) => {
  test("takes the reference's losses for 20 steps, within 1e-4", async () => {
    const got = train(await createWasmBackend());
    const wanted = train(referenceBackend);
    expect(wanted[19]).toBeLessThan(0.8 * wanted[0]);
    const apart = got.map((loss, i) => Math.abs(loss - wanted[i]) / wanted[i]);
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  test("repeats to the last digit", async () => {
    const [first, second] = await Promise.all([createWasmBackend(), createWasmBackend()]);
    expect(train(first)).toEqual(train(second));
  });
});
