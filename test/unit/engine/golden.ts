import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromValues, type Tensor } from "#engine/index.ts";

/** A tensor in a golden file; NaN and ±∞ are words there. */
export interface GoldenTensor {
  readonly shape: number[];
  readonly values: (number | "NaN" | "Infinity" | "-Infinity")[];
}

export interface GoldenCase {
  readonly inputs: GoldenTensor[];
  readonly output: GoldenTensor;
  readonly upstream?: GoldenTensor;
  readonly gradients?: (GoldenTensor | null)[];
}

/** The cases of test/golden/engine/<name>.json. */
export function readGolden<Cases>(name: string): Cases {
  const text = readFileSync(new URL(`../../golden/engine/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: Cases }).cases;
}

export function toTensor({ shape, values }: GoldenTensor, requiresGrad = false): Tensor {
  return fromValues(values.map(Number), shape, { requiresGrad });
}

/** The distance of two tensors relative to the largest finite entry wanted; ∞ if shapes or special values differ. */
export function distance(got: Tensor, wanted: GoldenTensor): number {
  if (got.shape.join() !== wanted.shape.join()) return Infinity;
  const numbers = wanted.values.map(Number);
  const largest = Math.max(1e-300, ...numbers.filter(Number.isFinite).map(Math.abs));
  const distances = Array.from(got.valuesSync(), (value, i) => {
    if (Object.is(value, numbers[i]) || value === numbers[i]) return 0;
    const apart = Math.abs(value - numbers[i]) / largest;
    return Number.isFinite(apart) ? apart : Infinity;
  });
  return Math.max(0, ...distances);
}

/** Makes a case's output from its inputs. */
export type Builds = Readonly<Record<string, (...inputs: Tensor[]) => Tensor>>;

/** Tests every case of test/golden/engine/<file>.json: values and gradients of all inputs, relative to the largest. */
export function describeGolden(file: string, builds: Builds): void {
  describe(`PyTorch's ${file}`, () => {
    const cases = readGolden<Record<string, GoldenCase>>(file);

    test("every golden case is built here, and no other", () => {
      expect(Object.keys(builds).sort()).toEqual(Object.keys(cases).sort());
    });

    test.each(Object.keys(builds))("%s: values and gradients agree within 1e-13", (name) => {
      const { inputs, output, upstream, gradients } = cases[name];
      const leaves = inputs.map((input) => toTensor(input, true));
      const got = builds[name](...leaves);
      expect(distance(got, output)).toBeLessThan(1e-13);
      if (upstream === undefined || gradients === undefined) return;
      got.backward(toTensor(upstream));
      leaves.forEach((leaf, i) => {
        const wanted = gradients[i];
        if (wanted === null) expect(leaf.grad).toBeNull();
        else expect(distance(leaf.grad as Tensor, wanted)).toBeLessThan(1e-13);
      });
    });
  });
}
