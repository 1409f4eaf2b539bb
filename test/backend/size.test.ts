import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "../browser/bundle.ts";

/** Bytes that a page may load to train a perceptron, its own few lines included. */
const MOST = 44_000;

test(`what a page loads to train a perceptron takes at most ${MOST} bytes, minified and gzipped`, async () => {
  const files = await bundle({ perceptron: "test/browser/perceptron.ts" });
  expect([...files.keys()]).toEqual(["perceptron.js"]);
  const bytes = gzipSync(files.get("perceptron.js") ?? "", { level: 9 }).length;
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(MOST);
});
