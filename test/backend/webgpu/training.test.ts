import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWebGpuBackend, referenceBackend, type WebGpuBackend } from "#engine/index.ts";
import { trainConvolutional, trainPerceptron } from "../training.ts";
import { softwareGpu } from "./software-gpu.ts";

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await createWebGpuBackend({ gpu: await softwareGpu() });
});
afterAll(() => backend.close());

describe.each([
  ["a perceptron", trainPerceptron],
  ["a convolutional network", trainConvolutional],
])("training %s on the WebGPU backend", (_, train) => {
  test("takes the reference's losses for 20 steps, within 1e-4", async () => {
    const got = await train(backend);
    const wanted = await train(referenceBackend);
    expect(wanted[19]).toBeLessThan(0.8 * wanted[0]);
    const apart = got.map((loss, i) => Math.abs(loss - wanted[i]) / wanted[i]);
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  test("repeats to the last digit", async () => {
    expect(await train(backend)).toEqual(await train(backend));
  });
});
