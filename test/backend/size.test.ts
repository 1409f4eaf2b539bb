import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "../browser/bundle.ts";

/** Bytes that a page may load to train a perceptron, its own few lines included. */
const MOST = 44_000;

test(`what a page loads to train a perceptron takes at most ${MOST} bytes, minified and gzipped`, async () => {
  const files = await bundle({ perceptron: "test/browser/perceptron.ts" });
  const loaded = files.get("perceptron.js") ?? "";
  expect(loaded).not.toMatch(/\bfrom\s*["']\.\//);
  const bytes = gzipSync(loaded, { level: 9 }).length;
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(MOST);
});

test("the code for a GPU is in a file of its own, loaded when a GPU is tried", async () => {
  const files = await bundle({ perceptron: "test/browser/perceptron.ts" });
  const [[name, code], ...more] = [...files].filter(([name]) => name !== "perceptron.js");
  expect(more).toEqual([]);
  expect(code).toContain("@workgroup_size");
  expect(files.get("perceptron.js")).not.toContain("@workgroup_size");
  expect(files.get("perceptron.js")).toContain(`./${name}`);
});
